using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>
/// A simple computation of summaries that keeps all records in memory, and shares no code with the client. A row is text, so
/// that differences are easy to see.
/// </summary>
internal static class NaiveSummary
{
    /// <summary>The rows of a summary of commits, in any order.</summary>
    public static IEnumerable<string> Of(IEnumerable<AiCommit> records, AiCodeSummaryOptions options)
    {
        bool byBranch = options.By.Contains(AiCodeGrouping.Branch);
        records = records.Where(r => !options.PrimaryBranchOnly || (r.IsPrimaryBranch ?? new[] { "main", "master", "production", "prod" }.Contains(r.BranchName))).ToList();
        var people = new NaivePeople(records.Select(static r => (r.UserEmail, r.UserId)));
        return records
            .GroupBy(r => (r.CommitHash, r.RepoName, people.Find(r.UserEmail, r.UserId), byBranch ? r.BranchName : null))
            .Select(static commit => commit
                .OrderByDescending(static r => r.CreatedAt).ThenByDescending(static r => r.TotalLinesAdded).ThenByDescending(static r => r.TotalLinesDeleted)
                .ThenByDescending(static r => r.TabLinesAdded).ThenByDescending(static r => r.TabLinesDeleted)
                .ThenByDescending(static r => r.ComposerLinesAdded).ThenByDescending(static r => r.ComposerLinesDeleted)
                .ThenByDescending(static r => r.NonAiLinesAdded ?? int.MinValue).ThenByDescending(static r => r.NonAiLinesDeleted ?? int.MinValue)
                .ThenByDescending(r => r.CommitTs ?? r.CreatedAt).ThenByDescending(static r => r.CommitSource ?? "", StringComparer.Ordinal).First())
            .GroupBy(r => string.Join('|', options.By.Order().Select(by => by switch
            {
                AiCodeGrouping.Repository => r.RepoName,
                AiCodeGrouping.Branch => r.BranchName,
                AiCodeGrouping.User => people.Find(r.UserEmail, r.UserId),
                AiCodeGrouping.Team => people.FindTeam(r.UserEmail, r.UserId, options.Teams!),
                AiCodeGrouping.Source => r.CommitSource,
                _ => Period(by, r.CommitTs ?? r.CreatedAt, options.TimeZone),
            })))
            .Select(group => Row(
                group.Key,
                group.Count(),
                group.Select(r => people.Find(r.UserEmail, r.UserId)).Where(static user => user is not null).Distinct().Count(),
                Sum(group, static r => r.TotalLinesAdded),
                Sum(group, static r => r.TotalLinesDeleted),
                Sum(group, static r => r.TabLinesAdded + r.ComposerLinesAdded),
                Sum(group, static r => r.TabLinesDeleted + r.ComposerLinesDeleted),
                Sum(group, static r => r.TabLinesAdded),
                Sum(group, static r => r.ComposerLinesDeleted),
                group.All(static r => r.NonAiLinesAdded is null) ? null : Sum(group, static r => r.NonAiLinesAdded ?? 0),
                group.All(static r => r.NonAiLinesDeleted is null) ? null : Sum(group, static r => r.NonAiLinesDeleted ?? 0),
                group.Count(static r => r.NonAiLinesAdded is null || r.NonAiLinesDeleted is null),
                group.Count(static r => r.TabLinesAdded > 0 || r.TabLinesDeleted > 0 || r.ComposerLinesAdded > 0 || r.ComposerLinesDeleted > 0)));
    }

    /// <summary>The rows of a summary of changes, in any order.</summary>
    public static IEnumerable<string> Of(IEnumerable<AiCodeChange> records, AiCodeSummaryOptions options)
    {
        bool byExtension = options.By.Contains(AiCodeGrouping.Extension);
        var people = new NaivePeople(records.Select(static r => (r.UserEmail, r.UserId)));
        IEnumerable<AiCodeChange> changes = records.GroupBy(static r => r.ChangeId).Select(static change => change
            .OrderByDescending(static r => r.CreatedAt).ThenByDescending(static r => r.TotalLinesAdded).ThenByDescending(static r => r.TotalLinesDeleted).First());
        return changes
            .SelectMany(r => !byExtension ? [new Part(r, null, r.TotalLinesAdded, r.TotalLinesDeleted)]
                : r.Metadata is null or [] ? [new Part(r, null, 0, 0)]
                : r.Metadata.GroupBy(static file => file.FileExtension).Select(files => new Part(r, files.Key, files.Sum(static f => f.LinesAdded), files.Sum(static f => f.LinesDeleted))))
            .GroupBy(part => string.Join('|', options.By.Order().Select(by => by switch
            {
                AiCodeGrouping.User => people.Find(part.Change.UserEmail, part.Change.UserId),
                AiCodeGrouping.Team => people.FindTeam(part.Change.UserEmail, part.Change.UserId, options.Teams!),
                AiCodeGrouping.Source => part.Change.Source,
                AiCodeGrouping.Model => part.Change.Model,
                AiCodeGrouping.Extension => part.Extension,
                _ => Period(by, part.Change.CreatedAt, options.TimeZone),
            })))
            .Select(group => Row(
                group.Key,
                group.Count(),
                group.Select(part => people.Find(part.Change.UserEmail, part.Change.UserId)).Where(static user => user is not null).Distinct().Count(),
                group.Sum(static part => part.Added),
                group.Sum(static part => part.Deleted)));
    }

    /// <summary>The row of a summary that the client calculated.</summary>
    public static string Row(AiCommitSummary summary, AiCodeSummaryOptions options) => Row(
        string.Join('|', options.By.Order().Select(by => by switch
        {
            AiCodeGrouping.Repository => summary.RepoName,
            AiCodeGrouping.Branch => summary.BranchName,
            AiCodeGrouping.User => User(summary.UserEmail, summary.UserId),
            AiCodeGrouping.Team => summary.Team,
            AiCodeGrouping.Source => summary.CommitSource,
            _ => Text(summary.PeriodStart),
        })),
        summary.CommitCount,
        summary.UserCount,
        summary.TotalLinesAdded,
        summary.TotalLinesDeleted,
        summary.AiLinesAdded,
        summary.AiLinesDeleted,
        summary.TabLinesAdded,
        summary.ComposerLinesDeleted,
        summary.NonAiLinesAdded,
        summary.NonAiLinesDeleted,
        summary.UnknownCount,
        summary.AiCommitCount);

    /// <summary>The row of a summary that the client calculated.</summary>
    public static string Row(AiChangeSummary summary, AiCodeSummaryOptions options) => Row(
        string.Join('|', options.By.Order().Select(by => by switch
        {
            AiCodeGrouping.User => User(summary.UserEmail, summary.UserId),
            AiCodeGrouping.Team => summary.Team,
            AiCodeGrouping.Source => summary.Source,
            AiCodeGrouping.Model => summary.Model,
            AiCodeGrouping.Extension => summary.Extension,
            _ => Text(summary.PeriodStart),
        })),
        summary.ChangeCount,
        summary.UserCount,
        summary.TotalLinesAdded,
        summary.TotalLinesDeleted);

    /// <summary>The first day of the period that contains a time.</summary>
    public static string? Period(AiCodeGrouping by, DateTime time, TimeZoneInfo zone)
    {
        DateTime local = TimeZoneInfo.ConvertTime(new DateTimeOffset(time), zone).Date;
        while (by == AiCodeGrouping.Week && local.DayOfWeek != DayOfWeek.Monday)
        {
            local = local.AddDays(-1);
        }

        return Text(by == AiCodeGrouping.Month ? new DateTime(local.Year, local.Month, 1) : local);
    }

    private static string Row(string key, params long?[] numbers) => key + ": " + string.Join(' ', numbers.Select(static n => n?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"));

    private static long Sum<T>(IEnumerable<T> records, Func<T, long> lines) => records.Sum(lines);

    private static string? User(string? email, string? id) => email?.ToLowerInvariant() ?? id;

    private static string? Text(DateTime? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Part(AiCodeChange Change, string? Extension, long Added, long Deleted);
}
