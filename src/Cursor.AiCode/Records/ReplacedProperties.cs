using System.Management.Automation;

namespace Cursor.AiCode.Records;

/// <summary>
/// Detects records whose properties a script replaced, such as with <c>Add-Member -Force</c>: the pipeline shows another value
/// than the record has.
/// </summary>
/// <remarks>
/// It is called for each record. The call sites of <c>dynamic</c> use PowerShell's own binder, which takes 0.03 us for a
/// property. The indexer of <see cref="PSObject.Properties"/> takes a hundred times as long.
/// </remarks>
internal static class ReplacedProperties
{
    /// <summary>Whether the pipeline shows another value than <paramref name="record"/> has for a property that is written.</summary>
    public static bool IsAny(PSObject source, AiCommit record)
    {
        dynamic shown = source;
        return !(ReferenceEquals((object?)shown.CommitHash, record.CommitHash) &&
            ReferenceEquals((object?)shown.UserId, record.UserId) &&
            ReferenceEquals((object?)shown.UserEmail, record.UserEmail) &&
            ReferenceEquals((object?)shown.RepoName, record.RepoName) &&
            ReferenceEquals((object?)shown.BranchName, record.BranchName) &&
            Equals((object?)shown.IsPrimaryBranch, record.IsPrimaryBranch) &&
            ReferenceEquals((object?)shown.CommitSource, record.CommitSource) &&
            Equals((object?)shown.TotalLinesAdded, record.TotalLinesAdded) &&
            Equals((object?)shown.TotalLinesDeleted, record.TotalLinesDeleted) &&
            Equals((object?)shown.TabLinesAdded, record.TabLinesAdded) &&
            Equals((object?)shown.TabLinesDeleted, record.TabLinesDeleted) &&
            Equals((object?)shown.ComposerLinesAdded, record.ComposerLinesAdded) &&
            Equals((object?)shown.ComposerLinesDeleted, record.ComposerLinesDeleted) &&
            Equals((object?)shown.NonAiLinesAdded, record.NonAiLinesAdded) &&
            Equals((object?)shown.NonAiLinesDeleted, record.NonAiLinesDeleted) &&
            ReferenceEquals((object?)shown.Message, record.Message) &&
            Equals((object?)shown.CommitTs, record.CommitTs) &&
            Equals((object?)shown.CreatedAt, record.CreatedAt));
    }

    /// <inheritdoc cref="IsAny(PSObject, AiCommit)"/>
    public static bool IsAny(PSObject source, AiCodeChange record)
    {
        dynamic shown = source;
        return !(ReferenceEquals((object?)shown.ChangeId, record.ChangeId) &&
            ReferenceEquals((object?)shown.UserId, record.UserId) &&
            ReferenceEquals((object?)shown.UserEmail, record.UserEmail) &&
            ReferenceEquals((object?)shown.Source, record.Source) &&
            ReferenceEquals((object?)shown.Model, record.Model) &&
            Equals((object?)shown.TotalLinesAdded, record.TotalLinesAdded) &&
            Equals((object?)shown.TotalLinesDeleted, record.TotalLinesDeleted) &&
            Equals((object?)shown.CreatedAt, record.CreatedAt) &&
            ReferenceEquals((object?)shown.Metadata, record.Metadata));
    }
}
