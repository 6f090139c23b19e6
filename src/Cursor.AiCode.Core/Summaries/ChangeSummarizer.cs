using System;
using System.Collections.Generic;
using System.Linq;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Summaries;

/// <summary>Summarizes changes. The key of a change is its ID.</summary>
internal sealed class ChangeSummarizer : Summarizer<AiCodeChange, ChangeEntry>
{
    // The indexes of the columns in CsvColumns.Change.
    private const int Id = 0, UserId = 1, UserEmail = 2, Source = 3, Model = 4, LinesAdded = 5, LinesDeleted = 6, CreatedAtColumn = 7, Metadata = 8;

    private static readonly ExtensionLines[] NoExtension = [new(TextTable.None, 0, 0)];

    private readonly bool _groupsByModel;
    private readonly bool _groupsByExtension;
    private CsvFields? _fields;

    public ChangeSummarizer(AiCodeSummaryOptions options)
        : base(options, new ChangeDescriptor())
    {
        _groupsByModel = options.Has(AiCodeGrouping.Model);
        _groupsByExtension = options.Has(AiCodeGrouping.Extension);
    }

    public override bool TryRead(in ParsedRecord<AiCodeChange> record, out RecordKey key, out ChangeEntry entry)
    {
        key = default;
        entry = default;
        AiCodeChange change = record.Record;
        if (!IsInRange(record.CreatedAt))
        {
            return false;
        }

        Hasher.Add(change.ChangeId);
        key = Hasher.GetKeyAndReset();
        entry = new ChangeEntry
        {
            TotalAdded = change.TotalLinesAdded,
            TotalDeleted = change.TotalLinesDeleted,
            Extensions = _groupsByExtension ? LinesByExtension(change.Metadata) : null,
        };
        Identify(
            ref entry, Texts.Add(change.UserEmail), Texts.Add(change.UserId),
            GroupsBySource ? Texts.Add(change.Source) : TextTable.None, _groupsByModel ? Texts.Add(change.Model) : TextTable.None, record.CreatedAt);
        return true;
    }

    public override void BeginCsv(IReadOnlyList<string> headers) => _fields = new CsvFields(AiCodeKind.Change, headers);

    public override bool TryRead(CsvReader row, out RecordKey key, out ChangeEntry entry)
    {
        CsvFields fields = _fields!;
        key = default;
        entry = default;
        try
        {
            DateTime createdAt = CsvValue.ReadTime(fields.Get(row, CreatedAtColumn));
            CreatedAt = createdAt.Ticks;
            if (!IsInRange(createdAt))
            {
                return false;
            }

            ReadOnlySpan<byte> id = fields.Get(row, Id);
            Hasher.Add(!id.IsEmpty ? id : throw new FormatException("The record ID is missing."));
            key = Hasher.GetKeyAndReset();
            entry.TotalAdded = CsvValue.ReadCount(fields.Get(row, LinesAdded));
            entry.TotalDeleted = CsvValue.ReadCount(fields.Get(row, LinesDeleted));
            entry.Extensions = _groupsByExtension ? LinesByExtension(CsvValue.ReadMetadata(fields.Get(row, Metadata))) : null;
            Identify(
                ref entry, Texts.Add(fields.Get(row, UserEmail)), Texts.Add(fields.Get(row, UserId)),
                GroupsBySource ? Texts.Add(fields.Get(row, Source)) : TextTable.None,
                _groupsByModel ? Texts.Add(fields.Get(row, Model)) : TextTable.None, createdAt);
            return true;
        }
        catch (FormatException e) when (e is not CsvFormatException)
        {
            throw fields.CreateException(row, e);
        }
    }

    /// <summary>Returns the summaries, sorted by period, lines added and names. Without a grouping, it is always one.</summary>
    /// <param name="by">The properties to group by: all that the options have, or some.</param>
    public IReadOnlyList<AiChangeSummary> Summarize(IReadOnlyList<AiCodeGrouping> by)
    {
        var groups = new GroupTable();
        SummaryGroup[] resolved = ResolveGroups(by);
        bool byExtension = by.Contains(AiCodeGrouping.Extension);
        var totals = new List<ChangeTotals>();
        var users = new DistinctUsers();
        for (int i = 0; i < Entries.Count; i++)
        {
            ref ChangeEntry entry = ref Entries[i];
            SummaryGroup group = resolved[entry.Group];
            if (!byExtension || entry.Extensions is null)
            {
                Add(group, entry.User, entry.TotalAdded, entry.TotalDeleted);
            }
            else
            {
                foreach (ExtensionLines lines in entry.Extensions)
                {
                    Add(group with { Extension = lines.Extension }, entry.User, lines.Added, lines.Deleted);
                }
            }
        }

        AiChangeSummary[] sorted = totals.Select((total, number) => Create(groups[number], total))
            .OrderBy(static one => one.PeriodStart)
            .ThenByDescending(static one => one.TotalLinesAdded)
            .ThenBy(static one => one.UserEmail, NullsLast.Ordinal)
            .ThenBy(static one => one.UserId, NullsLast.Ordinal)
            .ThenBy(static one => one.Team, NullsLast.Ordinal)
            .ThenBy(static one => one.Source, NullsLast.Ordinal)
            .ThenBy(static one => one.Model, NullsLast.Ordinal)
            .ThenBy(static one => one.Extension, NullsLast.Ordinal)
            .ToArray();
        return sorted.Length == 0 && by.Count == 0 ? [new AiChangeSummary()] : sorted;

        void Add(in SummaryGroup group, int user, long added, long deleted)
        {
            int number = groups.Add(group);
            if (number == totals.Count)
            {
                totals.Add(new ChangeTotals());
            }

            totals[number].Add(added, deleted, users.IsNew(number, Users.Find(user)));
        }
    }

    protected override long CreatedAtOf(in ChangeEntry entry) => entry.CreatedAt;

    protected override int Compare(in ChangeEntry left, in ChangeEntry right)
    {
        int order = left.CompareTo(right);
        if (order != 0)
        {
            return order;
        }

        SummaryGroup leftGroup = Groups[left.Group], rightGroup = Groups[right.Group];
        order = CompareTexts(leftGroup.Source, rightGroup.Source);
        order = order != 0 ? order : CompareTexts(leftGroup.Model, rightGroup.Model);
        order = order != 0 ? order : string.CompareOrdinal(Users.GetKey(left.User), Users.GetKey(right.User));
        return order != 0 ? order : CompareExtensions(left.Extensions ?? [], right.Extensions ?? []);
    }

    private int CompareExtensions(ExtensionLines[] left, ExtensionLines[] right)
    {
        int order = left.Length.CompareTo(right.Length);
        for (int i = 0; order == 0 && i < left.Length; i++)
        {
            order = CompareTexts(left[i].Extension, right[i].Extension);
            order = order != 0 ? order : left[i].Added.CompareTo(right[i].Added);
            order = order != 0 ? order : left[i].Deleted.CompareTo(right[i].Deleted);
        }

        return order;
    }

    // Changes without metadata count among the files without an extension. Their lines aren't known by extension.
    private ExtensionLines[] LinesByExtension(AiCodeChangeMetadata[]? files)
    {
        // A script can create an array with null items.
        ExtensionLines[] lines = (files ?? []).Where(static file => file is not null)
            .GroupBy(file => Texts.Add(file.FileExtension))
            .Select(static group => new ExtensionLines(group.Key, group.Sum(static file => (long)file.LinesAdded), group.Sum(static file => (long)file.LinesDeleted)))
            .ToArray();
        if (lines.Length > 1)
        {
            Array.Sort(lines, (left, right) => CompareTexts(left.Extension, right.Extension));
        }

        return lines.Length > 0 ? lines : NoExtension;
    }

    private void Identify(ref ChangeEntry entry, int email, int id, int source, int model, DateTime createdAt)
    {
        entry.CreatedAt = createdAt.Ticks / TimeSpan.TicksPerMillisecond;
        entry.User = Users.Add(email, id);
        entry.Group = Groups.Add(new SummaryGroup
        {
            Period = Periods.Find(createdAt.Ticks),
            User = GroupsByUser ? entry.User : UserTable.None,
            Source = source,
            Model = model,
        });
    }

    private AiChangeSummary Create(in SummaryGroup group, ChangeTotals totals) => new()
    {
        PeriodStart = PeriodStart(group.Period),
        PeriodEnd = PeriodEnd(group.Period),
        UserEmail = Users.GetEmail(group.User),
        UserId = Users.GetId(group.User),
        Team = Texts[group.Team],
        Source = Texts[group.Source],
        Model = Texts[group.Model],
        Extension = Texts[group.Extension],
        ChangeCount = totals.ChangeCount,
        UserCount = totals.UserCount,
        TotalLinesAdded = totals.TotalAdded,
        TotalLinesDeleted = totals.TotalDeleted,
    };
}
