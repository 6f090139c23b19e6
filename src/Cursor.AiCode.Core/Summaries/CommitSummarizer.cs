using System;
using System.Collections.Generic;
using System.Linq;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Summaries;

/// <summary>Summarizes commits. The key of a commit is its hash, repository and user, and its branch if it is grouped by branches.</summary>
internal sealed class CommitSummarizer : Summarizer<AiCommit, CommitEntry>
{
    // The indexes of the columns in CsvColumns.Commit.
    private const int Hash = 0, UserId = 1, UserEmail = 2, Repo = 3, Branch = 4, IsPrimary = 5, Source = 6, FirstCount = 7, FirstOptionalCount = 13, CommitTs = 16, CreatedAtColumn = 17;

    private readonly bool _groupsByRepository;
    private readonly bool _groupsByBranch;
    private CsvFields? _fields;

    public CommitSummarizer(AiCodeSummaryOptions options)
        : base(options, new CommitDescriptor())
    {
        _groupsByRepository = options.Has(AiCodeGrouping.Repository);
        _groupsByBranch = options.Has(AiCodeGrouping.Branch);
    }

    public override bool TryRead(in ParsedRecord<AiCommit> record, out RecordKey key, out CommitEntry entry)
    {
        key = default;
        entry = default;
        AiCommit commit = record.Record;
        if (!IsInRange(record.CreatedAt))
        {
            return false;
        }

        if (Options.PrimaryBranchOnly && !PrimaryBranch.IsPrimary(commit.IsPrimaryBranch, commit.BranchName))
        {
            return false;
        }

        entry.TotalAdded = commit.TotalLinesAdded;
        entry.TotalDeleted = commit.TotalLinesDeleted;
        entry.TabAdded = commit.TabLinesAdded;
        entry.TabDeleted = commit.TabLinesDeleted;
        entry.ComposerAdded = commit.ComposerLinesAdded;
        entry.ComposerDeleted = commit.ComposerLinesDeleted;
        entry.NonAiAdded = commit.NonAiLinesAdded ?? CommitEntry.Unknown;
        entry.NonAiDeleted = commit.NonAiLinesDeleted ?? CommitEntry.Unknown;
        Hasher.Add(commit.CommitHash);
        Identify(
            ref entry, Texts.Add(commit.RepoName), _groupsByBranch ? Texts.Add(commit.BranchName) : TextTable.None,
            Texts.Add(commit.UserEmail), Texts.Add(commit.UserId),
            GroupsBySource ? Texts.Add(commit.CommitSource) : TextTable.None, record.CreatedAt, record.CommittedAt);
        key = GetKey(entry.User);
        return true;
    }

    public override void BeginCsv(IReadOnlyList<string> headers) => _fields = new CsvFields(AiCodeKind.Commit, headers);

    public override bool TryRead(CsvReader row, out RecordKey key, out CommitEntry entry)
    {
        key = default;
        entry = default;
        CsvFields fields = _fields!;
        try
        {
            DateTime createdAt = CsvValue.ReadTime(fields.Get(row, CreatedAtColumn));
            DateTime? committedAt = CsvValue.ReadOptionalTime(fields.Get(row, CommitTs));
            CreatedAt = createdAt.Ticks;
            CommittedAt = committedAt?.Ticks ?? 0;
            if (!IsInRange(createdAt))
            {
                return false;
            }

            if (Options.PrimaryBranchOnly && !PrimaryBranch.IsPrimary(CsvValue.ReadFlag(fields.Get(row, IsPrimary)), fields.Get(row, Branch)))
            {
                return false;
            }

            entry.TotalAdded = CsvValue.ReadCount(fields.Get(row, FirstCount));
            entry.TotalDeleted = CsvValue.ReadCount(fields.Get(row, FirstCount + 1));
            entry.TabAdded = CsvValue.ReadCount(fields.Get(row, FirstCount + 2));
            entry.TabDeleted = CsvValue.ReadCount(fields.Get(row, FirstCount + 3));
            entry.ComposerAdded = CsvValue.ReadCount(fields.Get(row, FirstCount + 4));
            entry.ComposerDeleted = CsvValue.ReadCount(fields.Get(row, FirstCount + 5));
            entry.NonAiAdded = CsvValue.ReadOptionalCount(fields.Get(row, FirstOptionalCount)) ?? CommitEntry.Unknown;
            entry.NonAiDeleted = CsvValue.ReadOptionalCount(fields.Get(row, FirstOptionalCount + 1)) ?? CommitEntry.Unknown;
            ReadOnlySpan<byte> hash = fields.Get(row, Hash);
            Hasher.Add(!hash.IsEmpty ? hash : throw new FormatException("The record ID is missing."));
            Identify(
                ref entry, Texts.Add(fields.Get(row, Repo)),
                _groupsByBranch ? Texts.Add(fields.Get(row, Branch)) : TextTable.None,
                Texts.Add(fields.Get(row, UserEmail)), Texts.Add(fields.Get(row, UserId)),
                GroupsBySource ? Texts.Add(fields.Get(row, Source)) : TextTable.None, createdAt, committedAt);
        }
        catch (FormatException e) when (e is not CsvFormatException)
        {
            throw fields.CreateException(row, e);
        }

        key = GetKey(entry.User);
        return true;
    }

    /// <summary>Returns the summaries, sorted by period, lines added and names. Without a grouping, it is always one.</summary>
    /// <param name="by">The properties to group by: all that the options have, or some.</param>
    public IReadOnlyList<AiCommitSummary> Summarize(IReadOnlyList<AiCodeGrouping> by)
    {
        var groups = new GroupTable();
        int[] numbers = Array.ConvertAll(ResolveGroups(by), group => groups.Add(group));
        CommitTotals[] totals = Enumerable.Range(0, groups.Count).Select(static _ => new CommitTotals()).ToArray();
        var users = new DistinctUsers();
        HashSet<int> replaced = FindReplaced();
        for (int i = 0; i < Entries.Count; i++)
        {
            if (!replaced.Contains(i))
            {
                ref CommitEntry entry = ref Entries[i];
                int number = numbers[entry.Group];
                totals[number].Add(entry, users.IsNew(number, Users.Find(entry.User)));
            }
        }

        // All records of a group can have been replaced by newer ones of other groups.
        IEnumerable<AiCommitSummary> summaries = totals.Select((total, number) => (total, number))
            .Where(static one => one.total.CommitCount > 0)
            .Select(one => Create(groups[one.number], one.total))
            .OrderBy(static one => one.PeriodStart)
            .ThenByDescending(static one => one.TotalLinesAdded)
            .ThenBy(static one => one.RepoName, NullsLast.Ordinal)
            .ThenBy(static one => one.BranchName, NullsLast.Ordinal)
            .ThenBy(static one => one.UserEmail, NullsLast.Ordinal)
            .ThenBy(static one => one.UserId, NullsLast.Ordinal)
            .ThenBy(static one => one.Team, NullsLast.Ordinal)
            .ThenBy(static one => one.CommitSource, NullsLast.Ordinal);
        AiCommitSummary[] sorted = summaries.ToArray();
        return sorted.Length == 0 && by.Count == 0 ? [new AiCommitSummary { NonAiLinesAdded = 0, NonAiLinesDeleted = 0 }] : sorted;
    }

    protected override long CreatedAtOf(in CommitEntry entry) => entry.CreatedAt;

    protected override int Compare(in CommitEntry left, in CommitEntry right)
    {
        int order = left.CompareTo(right);
        if (order != 0 || left.Group == right.Group)
        {
            return order;
        }

        SummaryGroup leftGroup = Groups[left.Group], rightGroup = Groups[right.Group];
        order = leftGroup.Period.CompareTo(rightGroup.Period);
        return order != 0 ? order : CompareTexts(leftGroup.Source, rightGroup.Source);
    }

    // The upper half identifies the commit alone.
    private RecordKey GetKey(int user)
    {
        const ulong OddFactor = 0x9E37_79B9_7F4A_7C15;
        RecordKey commit = Hasher.GetKeyAndReset();
        return new RecordKey(commit.High, commit.Low ^ unchecked((ulong)user * OddFactor));
    }

    // A user who turned out to have several numbers can have several entries of a commit, of which the newest counts.
    private HashSet<int> FindReplaced()
    {
        var newest = new Dictionary<(ulong Commit, int User), int>();
        var replaced = new HashSet<int>();
        foreach (KeyValuePair<RecordKey, int> entry in Entries.Indexes)
        {
            int user = Entries[entry.Value].User;
            if (!Users.HasSeveralNumbers(user))
            {
                continue;
            }

            (ulong, int) key = (entry.Key.High, Users.Find(user));
            if (!newest.TryGetValue(key, out int other))
            {
                newest.Add(key, entry.Value);
                continue;
            }

            bool isNewer = Compare(Entries[entry.Value], Entries[other]) > 0;
            _ = replaced.Add(isNewer ? other : entry.Value);
            newest[key] = isNewer ? entry.Value : other;
        }

        return replaced;
    }

    private void Identify(ref CommitEntry entry, int repository, int branch, int email, int id, int source, DateTime createdAt, DateTime? committedAt)
    {
        entry.CreatedAt = createdAt.Ticks / TimeSpan.TicksPerMillisecond;
        entry.User = Users.Add(email, id);
        Hasher.Add(Texts[repository]);
        if (_groupsByBranch)
        {
            Hasher.Add(Texts[branch]);
        }

        entry.Group = Groups.Add(new SummaryGroup
        {
            Period = Periods.Find((committedAt ?? createdAt).Ticks),
            Repository = _groupsByRepository ? repository : TextTable.None,
            Branch = _groupsByBranch ? branch : TextTable.None,
            User = GroupsByUser ? entry.User : UserTable.None,
            Source = source,
        });
    }

    private AiCommitSummary Create(in SummaryGroup group, CommitTotals totals) => new()
    {
        PeriodStart = PeriodStart(group.Period),
        PeriodEnd = PeriodEnd(group.Period),
        RepoName = Texts[group.Repository],
        BranchName = Texts[group.Branch],
        UserEmail = Users.GetEmail(group.User),
        UserId = Users.GetId(group.User),
        Team = Texts[group.Team],
        CommitSource = Texts[group.Source],
        CommitCount = totals.CommitCount,
        UserCount = totals.UserCount,
        TotalLinesAdded = totals.TotalAdded,
        TotalLinesDeleted = totals.TotalDeleted,
        TabLinesAdded = totals.TabAdded,
        TabLinesDeleted = totals.TabDeleted,
        ComposerLinesAdded = totals.ComposerAdded,
        ComposerLinesDeleted = totals.ComposerDeleted,
        NonAiLinesAdded = totals.NonAiAdded,
        NonAiLinesDeleted = totals.NonAiDeleted,
        UnknownCount = totals.UnknownCount,
        AiCommitCount = totals.AiCommitCount,
    };
}
