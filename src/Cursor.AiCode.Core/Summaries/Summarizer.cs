using System;
using System.Collections.Generic;
using System.Threading;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Summaries;

/// <summary>
/// Keeps the newest record of each commit or change, reduced to what a summary needs. The order of the records doesn't
/// matter. Not thread-safe, except that one thread can read records while another one adds them.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
/// <typeparam name="TEntry">What a summary needs of a record.</typeparam>
/// <remarks>Types of CsvHelper are in virtual methods only, so that it isn't loaded before a record is read as CSV.</remarks>
internal abstract class Summarizer<T, TEntry>
    where T : class
    where TEntry : struct
{
    protected Summarizer(AiCodeSummaryOptions options, RecordDescriptor<T> descriptor)
    {
        if (options.GetError(descriptor.Kind) is { } error)
        {
            throw new ArgumentException(error, nameof(options));
        }

        Options = options;
        Descriptor = descriptor;
        Users = new UserTable(Texts);
        Periods = new PeriodCalendar(options.Period, options.TimeZone);
        GroupsByUser = options.Has(AiCodeGrouping.User) || options.Has(AiCodeGrouping.Team);
        GroupsBySource = options.Has(AiCodeGrouping.Source);
    }

    /// <summary>Describes the records.</summary>
    public RecordDescriptor<T> Descriptor { get; }

    protected AiCodeSummaryOptions Options { get; }

    protected TextTable Texts { get; } = new();

    protected UserTable Users { get; }

    protected GroupTable Groups { get; } = new();

    protected PeriodCalendar Periods { get; }

    protected EntryTable<TEntry> Entries { get; } = new();

    protected RecordKeyHasher Hasher { get; } = new();

    /// <summary>Whether the users are part of a group. The team of a user is known only after the last record.</summary>
    protected bool GroupsByUser { get; }

    protected bool GroupsBySource { get; }

    /// <summary>Adds a record from a script.</summary>
    public void Add(T record)
    {
        if (TryRead(Descriptor.Parse(record), out RecordKey key, out TEntry entry))
        {
            Add(key, entry);
        }
    }

    /// <summary>Adds what was read of a record, if it is newer than the one of the same key.</summary>
    public void Add(in RecordKey key, in TEntry entry)
    {
        ref TEntry current = ref Entries.GetOrAdd(key, out bool isNew);
        if (isNew || Compare(entry, current) > 0)
        {
            current = entry;
        }
    }

    /// <summary>Adds the remaining records of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Is called from time to time; can be null.</param>
    /// <param name="cancellationToken">Is checked from time to time.</param>
    /// <exception cref="InvalidOperationException">The file contains records of the other kind.</exception>
    /// <exception cref="AiCodeException">A record can't be read.</exception>
    public void Add(AiCodeCsvReader file, Action? progress, CancellationToken cancellationToken)
    {
        if (file.Kind is not { } kind)
        {
            return;
        }

        if (kind != Descriptor.Kind)
        {
            throw new InvalidOperationException($"The file contains {kind} records.");
        }

        BeginCsv(file.Headers);
        file.ReadRows(
            row =>
            {
                if (TryRead(row, out RecordKey key, out TEntry entry))
                {
                    Add(key, entry);
                }
            },
            progress,
            cancellationToken);
    }

    /// <summary>Reads what a summary needs of a record. Returns false if the record doesn't count.</summary>
    public abstract bool TryRead(in ParsedRecord<T> record, out RecordKey key, out TEntry entry);

    /// <summary>Prepares for rows below a header.</summary>
    public abstract void BeginCsv(IReadOnlyList<string> headers);

    /// <summary>Reads what a summary needs of the row that the reader is positioned on. Returns false if the row doesn't count.</summary>
    /// <exception cref="CsvFormatException">A field doesn't have the type of its column.</exception>
    public abstract bool TryRead(CsvReader row, out RecordKey key, out TEntry entry);

    /// <summary>Compares two records of one key. The greater one counts.</summary>
    protected abstract int Compare(in TEntry left, in TEntry right);

    /// <summary>Returns the final group of each group: with the team, and with the user only if it is grouped by users.</summary>
    protected SummaryGroup[] ResolveGroups()
    {
        var resolved = new SummaryGroup[Groups.Count];
        for (int i = 0; i < resolved.Length; i++)
        {
            resolved[i] = Resolve(Groups[i]);
        }

        return resolved;
    }

    /// <summary>Compares texts by their numbers, in ordinal order.</summary>
    protected int CompareTexts(int left, int right) =>
        left == right ? 0 : string.CompareOrdinal(Texts[left], Texts[right]);

    /// <summary>The end of a group's period; null without one.</summary>
    protected DateTime? PeriodEnd(int period) => period == PeriodCalendar.None ? null : Periods.EndOf(period);

    /// <summary>The start of a group's period; null without one.</summary>
    protected static DateTime? PeriodStart(int period) => period == PeriodCalendar.None ? null : PeriodCalendar.StartOf(period);

    private SummaryGroup Resolve(in SummaryGroup group) => group with
    {
        User = Options.Has(AiCodeGrouping.User) ? group.User : UserTable.None,
        Team = Options.Has(AiCodeGrouping.Team) ? Texts.Add(Options.Teams!.Find(Users.GetEmail(group.User), Users.GetId(group.User))) : TextTable.None,
    };
}
