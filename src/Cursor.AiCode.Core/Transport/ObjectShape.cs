using System.Collections.Generic;
using CsvHelper;

namespace Cursor.AiCode.Transport;

/// <summary>Makes objects of the records.</summary>
internal sealed class ObjectShape<T> : BatchShape<T, ObjectBatch<T>>
    where T : class
{
    private readonly RecordKeyBuilder _key = new();
    private readonly RowIdentity _identity;
    private CsvRecordMapper<T>? _csv;

    public ObjectShape(RecordSchema<T> schema)
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
