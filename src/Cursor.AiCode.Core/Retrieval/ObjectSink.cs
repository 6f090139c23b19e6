using System;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval;

/// <summary>Converts responses of the API to objects.</summary>
internal sealed class ObjectSink<T> : RecordSink<ObjectBatch<T>>
    where T : class
{
    private readonly RecordDescriptor<T> _descriptor;
    private readonly RecordKeyHasher _hasher = new();
    private RecordCsvMapper<T>? _mapper;

    public ObjectSink(RecordDescriptor<T> descriptor) => _descriptor = descriptor;

    public override AiCodeKind Kind => _descriptor.Kind;

    public override bool PrefersPages => true;

    public override RecordPage<ObjectBatch<T>> ReadPage(ReadOnlySpan<byte> json)
    {
        Page<T> page = PageReader.Read(json, _descriptor.ReadJson);

        ObjectBatch<T> batch = NewBatch();
        foreach (ParsedRecord<T> record in page.Items)
        {
            Add(batch, record);
        }

        return new RecordPage<ObjectBatch<T>>(batch, page.TotalCount, page.PageSize);
    }

    public override (long TotalCount, int RecordCount) ReadCounts(ReadOnlySpan<byte> json)
    {
        Page<T> page = PageReader.Read(json, _descriptor.ReadJson);
        return (page.TotalCount, page.Items.Count);
    }

    public override void BeginCsv(CsvReader reader, string newLine, byte[]? rawHeader) => _mapper = _descriptor.CreateMapper(reader.Headers);

    public override ObjectBatch<T> NewBatch() => new();

    public override void AddRow(ObjectBatch<T> batch, CsvReader row) => Add(batch, _mapper!.ReadParsed(row));

    private void Add(ObjectBatch<T> batch, in ParsedRecord<T> record)
    {
        RecordKey key = _descriptor.GetKey(_hasher, record);
        batch.Add(record.Record, new RecordIdentity(key, record.CreatedAt.Ticks, record.CommittedAt?.Ticks ?? 0));
    }
}
