using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>The public types of an assembly and their members as sorted lines of text.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Returns a line for each type, followed by a line for each member that its source declares, sorted by name.</summary>
    public static IEnumerable<string> Describe(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(type => Members(type).OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Line, StringComparer.Ordinal).Select(member => $"    {member.Line}").Prepend(Head(type)));

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : type.GetMethod("<Clone>$") is null ? "class" : "record";
        string modifier = type is { IsClass: false } ? "" : type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        string[] bases = [.. (type.BaseType is { } parent && parent != typeof(object) ? [parent] : Type.EmptyTypes).Concat(type.GetInterfaces()).Select(Name).Order(StringComparer.Ordinal)];
        return $"{modifier}{kind} {type.Namespace}.{Name(type)}{(bases.Length > 0 && !type.IsEnum ? $" : {string.Join(", ", bases)}" : "")}";
    }

    private static IEnumerable<(string Name, string Line)> Members(Type type)
    {
        foreach (FieldInfo field in type.GetFields(Declared).Where(field => !field.IsSpecialName && IsVisible(field.Attributes)))
        {
            yield return (field.Name, type.IsEnum
                ? $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
                : $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType, Nullability.Create(field))} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}");
        }

        foreach (PropertyInfo property in type.GetProperties(Declared).Where(property => property.Name != "EqualityContract"))
        {
            string accessors = string.Concat(property.GetAccessors(nonPublic: true).Where(IsVisible).Select(Accessor).Order(StringComparer.Ordinal));
            if (accessors.Length > 0)
            {
                bool required = property.IsDefined(typeof(RequiredMemberAttribute));
                yield return (property.Name, $"{(required ? "required " : "")}{Static(property.GetAccessors(nonPublic: true)[0])}{Name(property.PropertyType, Nullability.Create(property))} {property.Name} {{{accessors} }}");
            }
        }

        foreach (EventInfo member in type.GetEvents(Declared).Where(member => IsVisible(member.AddMethod!)))
        {
            yield return (member.Name, $"event {Name(member.EventHandlerType!)} {member.Name}");
        }

        foreach (ConstructorInfo constructor in type.GetConstructors(Declared).Where(constructor => !constructor.IsStatic && IsVisible(constructor)))
        {
            yield return ("", $"{Name(type)}({Parameters(constructor)})");
        }

        foreach (MethodInfo method in type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))))
        {
            string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
            yield return (method.Name, $"{Static(method)}{Name(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})");
        }
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes field) => (field & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : method is { IsAbstract: true } ? "abstract " : "";

    private static string Accessor(MethodInfo accessor) =>
        accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? " get;"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : "")}{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}" +
        (parameter.HasDefaultValue ? $" = {Convert.ToString(parameter.DefaultValue, CultureInfo.InvariantCulture) switch { null or "" => "default", string value => value }}" : "")));

    private static string Name(Type type, NullabilityInfo nullability)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!, nullability);
        }

        string name = type.IsArray ? $"{Name(type.GetElementType()!, nullability.ElementType!)}[]"
            : type.IsGenericType && Nullable.GetUnderlyingType(type) is null && type.GetGenericArguments().Length == nullability.GenericTypeArguments.Length
                ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Zip(nullability.GenericTypeArguments, Name))}>"
            : Name(type);
        return !type.IsValueType && nullability.ReadState == NullabilityState.Nullable ? name + "?" : name;
    }

    private static string Name(Type type) =>
        type.IsByRef ? Name(type.GetElementType()!)
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : Nullable.GetUnderlyingType(type) is { } value ? Name(value) + "?"
        : type.IsGenericType ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}"
        : type.Name;

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
