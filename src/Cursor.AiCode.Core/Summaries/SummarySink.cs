using System;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Summaries;

/// <summary>Reduces responses of the API to what a summary needs, without making an object of each record.</summary>
internal sealed class SummarySink<T, TEntry> : RecordSink<SummaryBatch<TEntry>>
    where T : class
    where TEntry : struct
{
    private readonly Summarizer<T, TEntry> _summarizer;
    private readonly RecordDescriptor<T> _descriptor;
    private readonly RecordKeyHasher _hasher = new();
    private RowParser? _parser;

    public SummarySink(Summarizer<T, TEntry> summarizer)
    {
        _summarizer = summarizer;
        _descriptor = summarizer.Descriptor;
    }

    public override AiCodeKind Kind => _descriptor.Kind;

    public override bool PrefersPages => false;

    public override RecordPage<SummaryBatch<TEntry>> ReadPage(ReadOnlySpan<byte> json)
    {
        Page<T> page = PageReader.Read(json, _descriptor.ReadJson);
        SummaryBatch<TEntry> batch = NewBatch();
        foreach (ParsedRecord<T> record in page.Items)
        {
            var identity = new RecordIdentity(_descriptor.GetKey(_hasher, record), record.CreatedAt.Ticks, record.CommittedAt?.Ticks ?? 0);
            bool counts = _summarizer.TryRead(record, out RecordKey key, out TEntry entry);
            batch.Add(identity, counts, key, entry);
        }

        return new RecordPage<SummaryBatch<TEntry>>(batch, page.TotalCount, page.PageSize);
    }

    public override (long TotalCount, int RecordCount) ReadCounts(ReadOnlySpan<byte> json)
    {
        Page<T> page = PageReader.Read(json, _descriptor.ReadJson);
        return (page.TotalCount, page.Items.Count);
    }

    public override void BeginCsv(CsvReader reader, string newLine, byte[]? rawHeader)
    {
        _parser = new RowParser(Kind, reader.Headers, normalize: false);
        _summarizer.BeginCsv(reader.Headers);
    }

    public override SummaryBatch<TEntry> NewBatch() => new();

    public override void AddRow(SummaryBatch<TEntry> batch, CsvReader row)
    {
        bool counts = _summarizer.TryRead(row, out RecordKey key, out TEntry entry);
        var identity = new RecordIdentity(_parser!.GetKey(row, _summarizer.CreatedAt), _summarizer.CreatedAt, _summarizer.CommittedAt);
        batch.Add(identity, counts, key, entry);
    }
}
