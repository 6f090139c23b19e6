using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>
/// Tests that the folders of Core depend on each other in one direction only. A new folder needs a row here, and a
/// dependency that isn't listed fails.
/// </summary>
public sealed class LayerTests
{
    private const string Root = "Cursor.AiCode";

    // The folders, and which folders each may use. The public types that describe a call (options, query, events) are at the
    // bottom, and the client is at the top.
    private static readonly Dictionary<string, string[]> Layers = new(StringComparer.Ordinal)
    {
        ["Client"] = ["Contracts", "Dataset", "Export", "Summaries", "Retrieval", "Http", "Serialization", "IO", "Polyfills"],
        ["Dataset"] = ["Contracts", "Export", "Retrieval", "Serialization", "Deduplication", "IO", "Polyfills"],
        ["Import"] = ["Contracts", "Serialization", "IO", "Polyfills"],
        ["Export"] = ["Contracts", "Retrieval", "Serialization", "Deduplication", "IO", "Polyfills"],
        ["Summaries"] = ["Contracts", "Retrieval", "Import", "Serialization", "Deduplication", "Polyfills"],
        ["Retrieval"] = ["Contracts", "Http", "Serialization", "Deduplication", "Polyfills"],
        ["Http"] = ["Contracts", "Resilience", "Polyfills"],
        ["Resilience"] = ["Contracts", "Polyfills"],
        ["Serialization"] = ["Contracts", "Deduplication", "Polyfills"],
        ["Deduplication"] = ["Contracts", "Polyfills"],
        ["IO"] = ["Contracts", "Polyfills"],
        ["Contracts"] = ["Polyfills"],
        ["Polyfills"] = [],
    };

    [Fact]
    public void Folders_of_Core_depend_on_each_other_in_one_direction()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(AiCodeClient).Assembly.Location);
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        int dependencies = 0;
        foreach (TypeDefinition type in module.Types)
        {
            string layer = LayerOf(type);
            foreach (TypeReference used in TypesUsedBy(type).Where(static used => used.Namespace.StartsWith(Root, StringComparison.Ordinal)))
            {
                if (used.Resolve() is { } definition && definition.Module == module && LayerOf(definition) is var target && target != layer)
                {
                    dependencies++;
                    if (!Layers[layer].Contains(target))
                    {
                        _ = violations.Add($"{type.Name} ({layer}) uses {definition.Name} ({target})");
                    }
                }
            }
        }

        Assert.Empty(violations);
        Assert.True(dependencies > 100, $"Only {dependencies} dependencies were found.");
    }

    [Fact]
    public void No_two_layers_use_each_other()
    {
        foreach ((string layer, string[] used) in Layers)
        {
            Assert.DoesNotContain(layer, used.SelectMany(static name => Reachable(name)));
        }
    }

    private static IEnumerable<string> Reachable(string layer) => Layers[layer].Concat(Layers[layer].SelectMany(Reachable));

    private static string LayerOf(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        // Types that the compiler generates have no namespace.
        if (!type.Namespace.StartsWith(Root, StringComparison.Ordinal) || type.Name.StartsWith('<'))
        {
            return "Polyfills";
        }

        string folder = type.Namespace.Length == Root.Length ? "" : type.Namespace[(Root.Length + 1)..].Split('.')[0];
        return folder.Length > 0 ? folder : type.Name switch
        {
            nameof(AiCodeClient) => "Client",
            nameof(AiCodeCsvWriter) => "Export",
            nameof(AiCommitSummarizer) or nameof(AiChangeSummarizer) => "Summaries",
            nameof(AiCodeFileFormat) or nameof(AiCodeDatasetOptions) => "Dataset",
            nameof(AiCodeCsvReader) or nameof(AiCodeCsvFiles) => "Import",
            _ => "Contracts",
        };
    }

    private static IEnumerable<TypeReference> TypesUsedBy(TypeDefinition type)
    {
        IEnumerable<TypeReference?> references = type.Interfaces.Select(static one => one.InterfaceType)
            .Append(type.BaseType)
            .Concat(type.Fields.Select(static field => field.FieldType))
            .Concat(type.Methods.SelectMany(static method => TypesUsedBy(method)));
        return references.Concat(type.NestedTypes.SelectMany(TypesUsedBy)).OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> TypesUsedBy(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature = method.Parameters.Select(static parameter => parameter.ParameterType).Append(method.ReturnType);
        if (!method.HasBody)
        {
            return signature;
        }

        return signature
            .Concat(method.Body.Variables.Select(static variable => variable.VariableType))
            .Concat(method.Body.Instructions.SelectMany(static instruction => instruction.Operand switch
            {
                TypeReference type => [type],
                MethodReference called => [called.DeclaringType, called.ReturnType, .. (called as GenericInstanceMethod)?.GenericArguments ?? []],
                FieldReference field => (TypeReference?[])[field.DeclaringType, field.FieldType],
                _ => [],
            }));
    }

    // Returns a type, and the types in a generic type or an array.
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
