using System.Collections.Generic;
using CsvHelper;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Retrieval;

/// <summary>What becomes of records as they come: objects for the pipeline, or rows for a file.</summary>
internal abstract class RecordSink<T, TBatch>
    where T : class
    where TBatch : RecordBatch
{
    protected RecordSink(RecordDescriptor<T> schema) => Schema = schema;

    /// <summary>The kind of the records.</summary>
    public RecordDescriptor<T> Schema { get; }

    /// <summary>A batch of the records of a JSON page.</summary>
    public abstract TBatch FromPage(IReadOnlyList<Stamped<T>> records);

    /// <summary>Gets ready for a CSV answer whose header has been read.</summary>
    /// <param name="reader">The reader of the answer.</param>
    /// <param name="usesCarriageReturn">Whether its lines end with CR LF.</param>
    public abstract void BeginCsv(CsvReader reader, bool usesCarriageReturn);

    /// <summary>An empty batch.</summary>
    public abstract TBatch NewBatch();

    /// <summary>Adds the record that the reader stands on.</summary>
    public abstract void AddCsv(TBatch batch, CsvReader reader);
}
