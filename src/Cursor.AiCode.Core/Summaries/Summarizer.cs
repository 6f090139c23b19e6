using System;
using System.Collections.Generic;
using System.Linq;
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
    private readonly long _rangeStart;
    private readonly long _rangeEnd;

    // The earliest and the latest created_at, in UTC milliseconds.
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

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
        _rangeStart = options.Range?.Start.UtcTicks ?? long.MinValue;
        _rangeEnd = options.Range?.End.UtcTicks ?? long.MaxValue;
    }

    /// <summary>The earliest <c>created_at</c> of the records that count, in UTC; null without records.</summary>
    public DateTime? FirstCreatedAt => Entries.Count == 0 ? null : new DateTime(_first * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    /// <summary>The latest <c>created_at</c> of the records that count, in UTC; null without records.</summary>
    public DateTime? LastCreatedAt => Entries.Count == 0 ? null : new DateTime(_last * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    /// <summary>Describes the records.</summary>
    public RecordDescriptor<T> Descriptor { get; }

    /// <summary>The <c>created_at</c> of the row that was read last, in UTC ticks.</summary>
    public long CreatedAt { get; protected set; }

    /// <summary>The <c>commit_ts</c> of the row that was read last, in UTC ticks; 0 if there is none.</summary>
    public long CommittedAt { get; protected set; }

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
        long createdAt = CreatedAtOf(entry);
        _first = Math.Min(_first, createdAt);
        _last = Math.Max(_last, createdAt);
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
    public void Add(AiCodeCsvReader file, Action? progress, CancellationToken cancellationToken) =>
        Add(file, [this], progress, cancellationToken);

    /// <summary>Adds the remaining records of a file to several summaries, in one pass.</summary>
    /// <param name="file">The file.</param>
    /// <param name="summarizers">The summaries.</param>
    /// <param name="progress">Is called from time to time; can be null.</param>
    /// <param name="cancellationToken">Is checked from time to time.</param>
    /// <exception cref="InvalidOperationException">The file contains records of the other kind.</exception>
    /// <exception cref="AiCodeException">A record can't be read.</exception>
    public static void Add(
        AiCodeCsvReader file, IReadOnlyList<Summarizer<T, TEntry>> summarizers, Action? progress, CancellationToken cancellationToken)
    {
        if (file.Kind is not { } kind)
        {
            return;
        }

        // Adding records to the table takes almost as long as parsing them, so other threads do it.
        var adders = new List<EntryAdder<TEntry>>(summarizers.Count);
        try
        {
            foreach (Summarizer<T, TEntry> summarizer in summarizers)
            {
                if (kind != summarizer.Descriptor.Kind)
                {
                    throw new InvalidOperationException($"The file contains {kind} records.");
                }

                summarizer.BeginCsv(file.Headers);
                adders.Add(new EntryAdder<TEntry>(summarizer.Add));
            }

            file.ReadRows(
                row =>
                {
                    for (int i = 0; i < adders.Count; i++)
                    {
                        if (summarizers[i].TryRead(row, out RecordKey key, out TEntry entry))
                        {
                            adders[i].Add(key, entry);
                        }
                    }
                },
                progress,
                cancellationToken);
            adders.ForEach(static adder => adder.Complete());
        }
        finally
        {
            adders.ForEach(static adder => adder.Dispose());
        }
    }

    /// <summary>Reads what a summary needs of a record. Returns false if the record doesn't count.</summary>
    public abstract bool TryRead(in ParsedRecord<T> record, out RecordKey key, out TEntry entry);

    /// <summary>Prepares for rows below a header.</summary>
    public abstract void BeginCsv(IReadOnlyList<string> headers);

    /// <summary>Reads what a summary needs of the row that the reader is positioned on. Returns false if the row doesn't count.</summary>
    /// <exception cref="CsvFormatException">A field doesn't have the type of its column.</exception>
    public abstract bool TryRead(CsvReader row, out RecordKey key, out TEntry entry);

    /// <summary>Whether a record that the service ingested at a time, in UTC, counts.</summary>
    protected bool IsInRange(DateTime createdAt) => createdAt.Ticks >= _rangeStart && createdAt.Ticks <= _rangeEnd;

    /// <summary>The <c>created_at</c> of an entry, in UTC milliseconds.</summary>
    protected abstract long CreatedAtOf(in TEntry entry);

    /// <summary>Compares two records of one key. The greater one counts.</summary>
    protected abstract int Compare(in TEntry left, in TEntry right);

    /// <summary>Returns the group of each group if records are grouped by less: with the team, and with the user only if it is grouped by users.</summary>
    /// <param name="by">The properties to group by, all of which the options have.</param>
    /// <exception cref="ArgumentException">The options don't have one of the properties.</exception>
    protected SummaryGroup[] ResolveGroups(IReadOnlyList<AiCodeGrouping> by)
    {
        if (by.Except(Options.By).Any())
        {
            throw new ArgumentException($"The records are grouped by {string.Join(", ", Options.By)} only.", nameof(by));
        }

        var resolved = new SummaryGroup[Groups.Count];
        for (int i = 0; i < resolved.Length; i++)
        {
            resolved[i] = Resolve(Groups[i], by);
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

    private SummaryGroup Resolve(in SummaryGroup group, IReadOnlyList<AiCodeGrouping> by) => new()
    {
        Period = Options.Period is { } period && by.Contains(period) ? group.Period : PeriodCalendar.None,
        Repository = by.Contains(AiCodeGrouping.Repository) ? group.Repository : TextTable.None,
        Branch = by.Contains(AiCodeGrouping.Branch) ? group.Branch : TextTable.None,
        User = by.Contains(AiCodeGrouping.User) ? Users.Find(group.User) : UserTable.None,
        Source = by.Contains(AiCodeGrouping.Source) ? group.Source : TextTable.None,
        Model = by.Contains(AiCodeGrouping.Model) ? group.Model : TextTable.None,
        Team = by.Contains(AiCodeGrouping.Team) ? Texts.Add(Users.GetTeam(group.User, Options.Teams!)) : TextTable.None,
    };
}
