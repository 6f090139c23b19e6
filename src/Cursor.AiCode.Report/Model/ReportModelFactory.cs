using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Cursor.AiCode.Report.Model;

/// <summary>Makes the model of a report from summaries.</summary>
internal sealed class ReportModelFactory
{
    private const int DaysOfWeek = 7;

    // Ten years. More weeks than that come from records with a wrong date.
    private const int MaxWeeks = 520;

    // A period that begins later than this in its range isn't comparable.
    private const double MaxMissingPart = 0.2;

    private readonly AiCodeReportOptions _options;
    private readonly AiCommitSummarizer _commits;
    private readonly AiCommitSummarizer? _previous;
    private readonly AiChangeSummarizer _changes;
    private readonly Names _names;

    /// <summary>Initializes a factory.</summary>
    /// <param name="options">The options of the report.</param>
    /// <param name="commits">The commits of the range, grouped by week, repository, user or team, and source.</param>
    /// <param name="previous">The commits of the range before; null if there is no range.</param>
    /// <param name="changes">The changes of the range, grouped by model and extension.</param>
    public ReportModelFactory(AiCodeReportOptions options, AiCommitSummarizer commits, AiCommitSummarizer? previous, AiChangeSummarizer changes)
    {
        _options = options;
        _commits = commits;
        _previous = previous;
        _changes = changes;
        _names = options.Anonymize ? Names.CreateAnonymous(UsersOf(commits).Concat(previous is null ? [] : UsersOf(previous))) : Names.Create();
    }

    /// <summary>Makes the model.</summary>
    /// <param name="now">The current time.</param>
    public ReportModel Create(DateTimeOffset now)
    {
        LineTotals totals = LineTotals.From(_commits.Summarize([])[0]);
        DateTime? start = _options.Range?.Start.UtcDateTime ?? Earliest();
        DateTime? end = _options.Range?.End.UtcDateTime ?? Latest();
        ReportModel model = new()
        {
            Title = _names.Other(_options.Title, "How much of our code AI writes"),
            TimeZone = Describe(_options.TimeZone, end ?? now.UtcDateTime),
            Created = ToLocal(now.UtcDateTime),
            Sources = [.. Sources()],
            PrimaryBranchOnly = _options.PrimaryBranchOnly,
            Totals = totals,
            Repositories = GroupBy(AiCodeGrouping.Repository, summary => _names.Repository(summary.RepoName)),
            HasTeams = _options.Teams is not null,
            People = _options.Teams is null
                ? GroupBy(AiCodeGrouping.User, summary => _names.User(summary.UserEmail, summary.UserId))
                : GroupBy(AiCodeGrouping.Team, summary => _names.Other(summary.Team, "No team")),
            IsAnonymous = _options.Anonymize,
            CommitSources = GroupBy(AiCodeGrouping.Source, summary => _names.Other(summary.CommitSource, "Unknown")),
            Changes = CreateChanges(),
        };
        model = Compare(model);
        return start is null || end is null ? model : AddWeeks(model, ToLocal(start.Value), LastInstant(ToLocal(end.Value), ToLocal(start.Value)));
    }

    private static IEnumerable<(string? Email, string? Id)> UsersOf(AiCommitSummarizer commits) =>
        commits.Summarize([AiCodeGrouping.User]).Select(static user => (user.UserEmail, user.UserId));

    // A range that ends at midnight doesn't contain the day that begins then.
    private static DateTime LastInstant(DateTime end, DateTime start) => end > start ? end.AddTicks(-1) : end;

    private static DateTime WeekOf(DateTime day) => day.Date.AddDays(-(((int)day.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek));

    private static string Describe(TimeZoneInfo zone, DateTime utc)
    {
        TimeSpan offset = zone.GetUtcOffset(utc);
        string text = (offset < TimeSpan.Zero ? "\u2212" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
        return zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime ? "UTC" : $"{zone.Id} (UTC{text})";
    }

    private DateTime? Earliest() => new[] { _commits.FirstCreatedAt, _changes.FirstCreatedAt }.Min();

    private DateTime? Latest() => new[] { _commits.LastCreatedAt, _changes.LastCreatedAt }.Max();

    private DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, _options.TimeZone);

    private IEnumerable<string> Sources()
    {
        foreach (string source in _options.Sources)
        {
            yield return _names.Other(source, "");
        }

        if (_options.Users.Count > 0)
        {
            yield return _options.Anonymize ? "selected users only" : "these users only: " + string.Join(", ", _options.Users.Select(Names.Clean));
        }
    }

    private ReportGroup[] GroupBy(AiCodeGrouping by, Func<AiCommitSummary, string> name) =>
        _commits.Summarize([by]).Select(summary => new ReportGroup(name(summary), LineTotals.From(summary))).ToArray();

    private ReportChanges? CreateChanges()
    {
        long count = _changes.Summarize([])[0].ChangeCount;
        return count == 0 ? null : new ReportChanges(
            count,
            GroupChangesBy(AiCodeGrouping.Model, summary => _names.Other(summary.Model, "Unknown")),
            GroupChangesBy(AiCodeGrouping.Extension, summary => _names.Other(summary.Extension, "Unknown")));
    }

    private ReportChangeGroup[] GroupChangesBy(AiCodeGrouping by, Func<AiChangeSummary, string> name) =>
        _changes.Summarize([by])
            .Select(summary => new ReportChangeGroup(name(summary), summary.ChangeCount, summary.UserCount, summary.TotalLinesAdded, summary.TotalLinesDeleted))
            .ToArray();

    private ReportModel Compare(ReportModel model)
    {
        if (_options.Range is not { } range || _previous is null)
        {
            return model with { WhyNotCompared = "The report contains all of the data, so there is no period before." };
        }

        TimeSpan length = range.End - range.Start;
        model = model with { PreviousDays = (int)Math.Round(length.TotalDays) };
        DateTime start = (range.Start - length).UtcDateTime;
        if (_previous.FirstCreatedAt is not { } first)
        {
            return model with { WhyNotCompared = "There is no data of the period before." };
        }

        // People don't commit at weekends, and a short period doesn't say much about a missing day.
        TimeSpan missing = first - start;
        bool isPartial = missing.TotalDays > DaysOfWeek && missing.TotalDays > MaxMissingPart * length.TotalDays;
        return isPartial
            ? model with { WhyNotCompared = "The data begins in the period before, so there is no comparison." }
            : model with { Previous = LineTotals.From(_previous.Summarize([])[0]) };
    }

    private ReportModel AddWeeks(ReportModel model, DateTime first, DateTime last)
    {
        DateTime firstWeek = WeekOf(first);
        DateTime lastWeek = WeekOf(last);
        DateTime earliest = lastWeek.AddDays(-DaysOfWeek * (MaxWeeks - 1));
        firstWeek = firstWeek < earliest ? earliest : firstWeek;
        var found = new Dictionary<DateTime, LineTotals>();
        LineTotals? before = null, after = null;
        foreach (AiCommitSummary summary in _commits.Summarize([AiCodeGrouping.Week]))
        {
            LineTotals totals = LineTotals.From(summary);
            DateTime week = summary.PeriodStart!.Value;
            if (week < firstWeek)
            {
                before = before?.Add(totals) ?? totals;
            }
            else if (week > lastWeek)
            {
                after = after?.Add(totals) ?? totals;
            }
            else
            {
                found.Add(week, totals);
            }
        }

        var weeks = new List<ReportPeriod>();
        for (DateTime week = firstWeek; week <= lastWeek; week = week.AddDays(DaysOfWeek))
        {
            weeks.Add(new ReportPeriod(week, found.TryGetValue(week, out LineTotals? totals) ? totals : null));
        }

        return model with
        {
            FirstDay = first.Date,
            LastDay = last.Date,
            Weeks = weeks,
            Before = before,
            After = after,
            IsFirstWeekPartial = _options.Range is not null && first > firstWeek,
            IsLastWeekPartial = _options.Range is not null && last.AddTicks(1) < lastWeek.AddDays(DaysOfWeek),
        };
    }
}
