using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Cursor.AiCode.Help.Commands;

/// <summary>
/// Reads the cmdlets of an assembly. PowerShell isn't needed: the reference assembly of PowerShell is next to the assembly.
/// Its attributes contain no code, and its constructors do nothing.
/// </summary>
internal static class CommandReader
{
    /// <summary>Returns the cmdlets of the assembly at <paramref name="path"/>.</summary>
    public static IEnumerable<Command> Read(string path) =>
        from type in Assembly.LoadFrom(Path.GetFullPath(path)).GetExportedTypes()
        let cmdlet = Attributes(type, "CmdletAttribute").SingleOrDefault()
        where cmdlet is not null
        select Read(type, cmdlet);

    private static Command Read(Type type, CustomAttributeData cmdlet)
    {
        object instance = Activator.CreateInstance(type)!;
        var parameters = type.GetProperties()
            .Where(property => Attributes(property, "ParameterAttribute").Any())
            .Select(property => Read(property, instance))
            .ToList();
        Type switchType = type.Assembly.GetReferencedAssemblies().Where(name => name.Name == "System.Management.Automation")
            .Select(name => Assembly.Load(name).GetType("System.Management.Automation.SwitchParameter", throwOnError: true)!).Single();
        if (Named(cmdlet, "SupportsShouldProcess", false))
        {
            parameters.Add(Common("WhatIf", switchType, "False", "wi"));
            parameters.Add(Common("Confirm", switchType, "False", "cf"));
        }

        if (Named(cmdlet, "SupportsPaging", false))
        {
            parameters.Add(Common("IncludeTotalCount", switchType, "False"));
            parameters.Add(Common("Skip", typeof(ulong), "0"));
            parameters.Add(Common("First", typeof(ulong), "All"));
        }

        string[] sets = parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Set)
            .Prepend(Named(cmdlet, "DefaultParameterSetName", ParameterUse.AllSets))
            .Distinct().ToArray();
        return new Command(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            Named(cmdlet, "HelpUri", ""),
            Attributes(type, "OutputTypeAttribute").SelectMany(ListItems).Cast<Type>().Select(output => output.FullName!).ToArray(),
            sets.Length > 1 ? sets.Where(set => set != ParameterUse.AllSets).ToArray() : sets,
            parameters);
    }

    private static CommandParameter Read(PropertyInfo property, object instance)
    {
        ParameterUse[] uses = Attributes(property, "ParameterAttribute").Select(ReadUse).ToArray();
        return new CommandParameter(
            property.Name,
            property.PropertyType,
            Attributes(property, "AliasAttribute").SelectMany(ListItems).Cast<string>().ToArray(),
            uses.All(use => use.IsRequired) ? "None" : Default(property, instance),
            property.PropertyType.IsEnum
                ? Enum.GetNames(property.PropertyType)
                : Attributes(property, "ValidateSetAttribute").SelectMany(ListItems).Cast<string>().ToArray(),
            uses)
        {
            SupportsWildcards = Attributes(property, "SupportsWildcardsAttribute").Any(),
        };
    }

    private static ParameterUse ReadUse(CustomAttributeData parameter)
    {
        int position = Named(parameter, "Position", int.MinValue);
        return new ParameterUse(
            Named(parameter, "ParameterSetName", ParameterUse.AllSets),
            Named(parameter, "Mandatory", false),
            position == int.MinValue ? null : position,
            Named(parameter, "ValueFromPipeline", false),
            Named(parameter, "ValueFromPipelineByPropertyName", false));
    }

    // The documented default takes precedence over the initial value, which can be a placeholder.
    private static string Default(PropertyInfo property, object instance)
    {
        string documented = Attributes(property, "PSDefaultValueAttribute").Select(attribute => Named(attribute, "Help", "")).FirstOrDefault("");
        return documented.Length > 0 ? documented
            : property.PropertyType.Name == "SwitchParameter" ? "False"
            : Convert.ToString(property.GetValue(instance), CultureInfo.InvariantCulture) is { Length: > 0 } value ? value
            : "None";
    }

    private static CommandParameter Common(string name, Type type, string defaultValue, params string[] aliases) =>
        new(name, type, aliases, defaultValue, [], [new ParameterUse(ParameterUse.AllSets, false, null, false, false)]);

    private static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == name);

    private static T Named<T>(CustomAttributeData attribute, string name, T defaultValue) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T)argument.TypedValue.Value!).FirstOrDefault(defaultValue);

    private static IEnumerable<object> ListItems(CustomAttributeData attribute) =>
        ((IReadOnlyCollection<CustomAttributeTypedArgument>)attribute.ConstructorArguments.Single().Value!).Select(argument => argument.Value!);
}
