using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Converts commits, and rows of exported files, to their hashes. Without it, PowerShell would convert a row without a
/// property of the parameter's name to a text with all of its values.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CommitHashTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] PropertyNames = ["CommitHash", "commit_hash"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null ? null : Hashes(inputData).ToArray();

    private static IEnumerable<string?> Hashes(object? item) => PSValue.Unwrap(item) switch
    {
        null => [null],
        string text => [text],
        ValueType number => [Convert.ToString(number, CultureInfo.InvariantCulture)],
        IList list => list.Cast<object?>().SelectMany(Hashes),
        _ => Hashes(Find(PSObject.AsPSObject(item)).Value),
    };

    private static PSPropertyInfo Find(PSObject row) =>
        PropertyNames.Select(name => row.Properties[name]).FirstOrDefault(static property => property is not null)
        ?? throw new ArgumentTransformationMetadataException($"The object of type {row.BaseObject.GetType().Name} has no property CommitHash or commit_hash.");
}
