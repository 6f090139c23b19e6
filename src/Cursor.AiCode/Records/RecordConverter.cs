using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Records;

/// <summary>
/// Converts objects with the properties of a record to the record: deserialized objects, rows of exported files, and records
/// whose properties a script replaced with <c>Add-Member</c> or <c>Select-Object</c>.
/// </summary>
internal static class RecordConverter
{
    private static readonly string[] CommitProperties = Properties(typeof(AiCommit));
    private static readonly string[] ChangeProperties = [.. Properties(typeof(AiCodeChange)), "MetadataJson"];

    /// <summary>Returns the <see cref="AiCommit"/> or <see cref="AiCodeChange"/> with the properties of <paramref name="source"/>.</summary>
    /// <exception cref="FormatException">The object isn't a record. The message never contains a value.</exception>
    public static object Convert(PSObject source)
    {
        var properties = new RecordProperties(source);
        if (properties.Contains(nameof(AiCommit.CommitHash)))
        {
            return ToCommit(properties);
        }

        if (properties.Contains(nameof(AiCodeChange.ChangeId)) && !properties.Contains(nameof(AiCodeChangeMetadata.LinesAdded)))
        {
            return ToChange(properties);
        }

        throw new FormatException("It doesn't have the properties of a commit or a change.");
    }

    /// <summary>Returns the names of the properties that aren't part of a record, and aren't written.</summary>
    public static IEnumerable<string> GetUnknownProperties(PSObject source) =>
        new RecordProperties(source).Except(CommitProperties.Concat(ChangeProperties));

    private static AiCommit ToCommit(RecordProperties properties) => new()
    {
        CommitHash = properties.Identifier(nameof(AiCommit.CommitHash)),
        UserId = properties.Text(nameof(AiCommit.UserId)),
        UserEmail = properties.Text(nameof(AiCommit.UserEmail)),
        RepoName = properties.Text(nameof(AiCommit.RepoName)),
        BranchName = properties.Text(nameof(AiCommit.BranchName)),
        IsPrimaryBranch = properties.Flag(nameof(AiCommit.IsPrimaryBranch)),
        CommitSource = properties.Text(nameof(AiCommit.CommitSource)),
        TotalLinesAdded = properties.Count(nameof(AiCommit.TotalLinesAdded)),
        TotalLinesDeleted = properties.Count(nameof(AiCommit.TotalLinesDeleted)),
        TabLinesAdded = properties.Count(nameof(AiCommit.TabLinesAdded)),
        TabLinesDeleted = properties.Count(nameof(AiCommit.TabLinesDeleted)),
        ComposerLinesAdded = properties.Count(nameof(AiCommit.ComposerLinesAdded)),
        ComposerLinesDeleted = properties.Count(nameof(AiCommit.ComposerLinesDeleted)),
        NonAiLinesAdded = properties.OptionalCount(nameof(AiCommit.NonAiLinesAdded)),
        NonAiLinesDeleted = properties.OptionalCount(nameof(AiCommit.NonAiLinesDeleted)),
        Message = properties.Text(nameof(AiCommit.Message)),
        CommitTs = properties.OptionalTime(nameof(AiCommit.CommitTs)),
        CreatedAt = properties.Time(nameof(AiCommit.CreatedAt)),
    };

    private static AiCodeChange ToChange(RecordProperties properties) => new()
    {
        ChangeId = properties.Identifier(nameof(AiCodeChange.ChangeId)),
        UserId = properties.Text(nameof(AiCodeChange.UserId)),
        UserEmail = properties.Text(nameof(AiCodeChange.UserEmail)),
        Source = properties.Text(nameof(AiCodeChange.Source)),
        Model = properties.Text(nameof(AiCodeChange.Model)),
        TotalLinesAdded = properties.Count(nameof(AiCodeChange.TotalLinesAdded)),
        TotalLinesDeleted = properties.Count(nameof(AiCodeChange.TotalLinesDeleted)),
        CreatedAt = properties.Time(nameof(AiCodeChange.CreatedAt)),
        Metadata = ToMetadata(properties),
    };

    private static AiCodeChangeMetadata[]? ToMetadata(RecordProperties properties)
    {
        string name = properties.Contains("MetadataJson") ? "MetadataJson" : nameof(AiCodeChange.Metadata);
        AiCodeChangeMetadata[]? files = properties.Value(name) switch
        {
            null or "" => null,
            AiCodeChangeMetadata[] array => array,
            string json when FieldText.TryReadMetadata(json, out AiCodeChangeMetadata[]? read) => read,
            string => throw LostFiles(),
            IEnumerable several => several.Cast<object?>().Select(ToFile).ToArray(),
            var single => [ToFile(single)],
        };
        return files is null && properties.OptionalCount(nameof(AiCodeChange.FileCount)) > 0 ? throw LostFiles() : files;
    }

    private static AiCodeChangeMetadata ToFile(object? value)
    {
        object? file = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        if (file is AiCodeChangeMetadata known)
        {
            return known;
        }

        if (file is null or string)
        {
            throw LostFiles();
        }

        var properties = new RecordProperties(PSObject.AsPSObject(value!));
        return new AiCodeChangeMetadata
        {
            FileName = properties.Text(nameof(AiCodeChangeMetadata.FileName)),
            FileExtension = properties.Text(nameof(AiCodeChangeMetadata.FileExtension)),
            LinesAdded = properties.Count(nameof(AiCodeChangeMetadata.LinesAdded)),
            LinesDeleted = properties.Count(nameof(AiCodeChangeMetadata.LinesDeleted)),
        };
    }

    private static FormatException LostFiles() =>
        new("Its Metadata was lost when the object was serialized. Import the module in the job or session that serializes it, or use a larger -Depth.");

    private static string[] Properties(Type type) => [.. type.GetProperties().Select(static property => property.Name)];
}
