using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Help.Commands;

/// <summary>A parameter of a cmdlet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="DefaultValue">Its default value.</param>
/// <param name="AcceptedValues">The accepted values, if they are an enumeration or a set.</param>
/// <param name="Uses">Its attributes in each parameter set that contains it.</param>
internal sealed record CommandParameter(
    string Name,
    Type Type,
    IReadOnlyList<string> Aliases,
    string DefaultValue,
    IReadOnlyList<string> AcceptedValues,
    IReadOnlyList<ParameterUse> Uses)
{
    /// <summary>Whether it accepts wildcards.</summary>
    public bool SupportsWildcards { get; init; }

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type.Name == "SwitchParameter";

    /// <summary>Whether it accepts several values.</summary>
    public bool IsList => Type.IsArray;

    /// <summary>The name of its type, as PowerShell displays it.</summary>
    public string TypeName => ShortName(Type);

    /// <summary>Returns its attributes in a parameter set; null if the set doesn't contain it.</summary>
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
