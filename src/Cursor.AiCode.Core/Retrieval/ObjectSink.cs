using System.Collections.Generic;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Retrieval;

/// <summary>Makes objects of the records.</summary>
internal sealed class ObjectSink<T> : RecordSink<T, ObjectBatch<T>>
    where T : class
{
    private readonly RecordKeyHasher _key = new();
    private readonly CsvKeyReader _identity;
    private CsvRecordMapper<T>? _csv;

    public ObjectSink(RecordDescriptor<T> schema)
        : base(schema) => _identity = schema.IdentityOfRows(_key);

    public override ObjectBatch<T> FromPage(IReadOnlyList<Stamped<T>> records)
    {
        ObjectBatch<T> batch = NewBatch();
        foreach (Stamped<T> record in records)
        {
            batch.Add(record.Record, Schema.KeyOf(_key, record), record.CreatedAt.Ticks, record.CommittedAt?.Ticks ?? 0);
        }

        return batch;
    }

    public override void BeginCsv(CsvReader reader, bool usesCarriageReturn)
    {
        _identity.Begin(reader.Headers);
        _csv = Schema.CsvOf(reader.Headers);
    }

    public override ObjectBatch<T> NewBatch() => new();

    public override void AddCsv(ObjectBatch<T> batch, CsvReader reader)
    {
        T record = reader.GetRecord(_csv!);
        long createdAt = _identity.CreatedAt(reader);
        batch.Add(record, _identity.KeyOf(reader, createdAt), createdAt, _identity.CommittedAt(reader));
    }
}
