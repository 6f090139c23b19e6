using System.Collections.Generic;
using CsvHelper;

namespace Cursor.AiCode.Transport;

/// <summary>Makes objects of the records.</summary>
internal sealed class ObjectShape<T> : BatchShape<T, ObjectBatch<T>>
    where T : class
{
    private readonly RecordKeyBuilder _key = new();

    public ObjectShape(RecordSchema<T> schema)
        : base(schema)
    {
    }

    public override ObjectBatch<T> FromPage(IReadOnlyList<T> records)
    {
        ObjectBatch<T> batch = NewBatch();
        foreach (T record in records)
        {
            Add(batch, record);
        }

        return batch;
    }

    public override void BeginCsv(CsvReader reader, bool usesCarriageReturn)
    {
        // The reader finds its columns by the header itself.
    }

    public override ObjectBatch<T> NewBatch() => new();

    public override void AddCsv(ObjectBatch<T> batch, CsvReader reader) => Add(batch, reader.GetRecord<T>());

    private void Add(ObjectBatch<T> batch, T record) =>
        batch.Add(record, Schema.KeyOf(_key, record), Schema.CreatedAt(record), Schema.CommittedAt(record));
}
