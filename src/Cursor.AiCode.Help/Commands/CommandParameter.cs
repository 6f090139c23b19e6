using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Help.Commands;

/// <summary>A parameter of a cmdlet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="DefaultValue">What it is where it is not given.</param>
/// <param name="AcceptedValues">The values that it accepts, where these are few.</param>
/// <param name="Uses">What it is in each set that has it.</param>
internal sealed record CommandParameter(
    string Name,
    Type Type,
    IReadOnlyList<string> Aliases,
    string DefaultValue,
    IReadOnlyList<string> AcceptedValues,
    IReadOnlyList<ParameterUse> Uses)
{
    /// <summary>Whether it is given without a value.</summary>
    public bool IsSwitch => Type.Name == "SwitchParameter";

    /// <summary>Whether several values can be given.</summary>
    public bool IsList => Type.IsArray;

    /// <summary>The name of its type as PowerShell shows it.</summary>
    public string TypeName => ShortName(Type);

    /// <summary>What it is in a set; null where the set lacks it.</summary>
    public ParameterUse? UseIn(string set) => Uses.FirstOrDefault(use => use.Set == set || use.Set == ParameterUse.AllSets);

    private static string ShortName(Type type) => type.IsArray
        ? ShortName(type.GetElementType()!) + "[]"
        : type.FullName switch
        {
            "System.String" => "string",
            "System.Int32" => "int",
            "System.UInt64" => "ulong",
            "System.Uri" => "uri",
            "System.Security.SecureString" => "securestring",
            "System.Management.Automation.PSObject" => "psobject",
            _ => type.Name,
        };
}
