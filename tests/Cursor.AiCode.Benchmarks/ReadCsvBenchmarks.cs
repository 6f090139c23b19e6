using System.IO;
using System.Linq;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Benchmarks;

/// <summary>The commits of a CSV answer as objects.</summary>
public class ReadCsvBenchmarks
{
    private byte[] _csv = [];

    [GlobalSetup]
    public void Setup() => _csv = Responses.Csv(AiCodeKind.Commit);

    /// <summary>As Get-AiCommit does: strict, typed, with the key that tells doubles.</summary>
    [Benchmark(Baseline = true)]
    public int Ours()
    {
        using CsvReader csv = CsvReaderFactory.Open(new MemoryStream(_csv));
        csv.ReadHeader();
        var shape = new ObjectSink<AiCommit>(RecordDescriptor<AiCommit>.ForCommits());
        shape.BeginCsv(csv, usesCarriageReturn: false);
        int count = 0;
        bool more = csv.Read();
        while (more)
        {
            ObjectBatch<AiCommit> batch = shape.NewBatch();
            for (; more && batch.Count < RecordBatch.DefaultBatchSize; more = csv.Read())
            {
                shape.AddCsv(batch, csv);
            }

            count += batch.Count;
        }

        return count;
    }

    /// <summary>By strings that are parsed.</summary>
    [Benchmark]
    public int Strings() => TextCommits.Read(new MemoryStream(_csv)).Count();
}
