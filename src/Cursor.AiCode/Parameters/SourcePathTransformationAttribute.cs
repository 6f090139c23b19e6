using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Converts files, and the results of exports, to their paths, in which the characters of wildcards are escaped. Without it,
/// such a path would match other files if it contains brackets.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SourcePathTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Path(inputData) is { } path ? path
        : PSValue.Unwrap(inputData) is IList list && list.Cast<object?>().Any(static item => Path(item) is not null) ? list.Cast<object?>().Select(static item => Path(item) ?? item).ToArray()
        : inputData;

    private static string? Path(object? item) => PSValue.Unwrap(item) switch
    {
        AiCodeExport export => WildcardPattern.Escape(export.Path),
        AiCodeDataset dataset => WildcardPattern.Escape(dataset.Path),
        FileSystemInfo file => WildcardPattern.Escape(file.FullName),
        _ => null,
    };
}
