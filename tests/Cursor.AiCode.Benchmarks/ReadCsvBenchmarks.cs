using System.IO;
using System.Linq;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Reads the commits of a CSV response as objects.</summary>
public class ReadCsvBenchmarks
{
    private byte[] _csv = [];

    [GlobalSetup]
    public void Setup() => _csv = Responses.Csv(AiCodeKind.Commit);

    /// <summary>Like Get-AiCommit: strict, typed, with the key that detects duplicates.</summary>
    [Benchmark(Baseline = true)]
    public int Ours()
    {
        using CsvReader csv = CsvReaderFactory.Create(new MemoryStream(_csv));
        csv.ReadHeader();
        var sink = new ObjectSink<AiCommit>(new CommitDescriptor());
        sink.BeginCsv(csv, newLine: "\n", rawHeader: null);
        int count = 0;
        bool more = csv.Read();
        while (more)
        {
            ObjectBatch<AiCommit> batch = sink.NewBatch();
            for (; more && batch.Count < RecordBatch.DefaultBatchSize; more = csv.Read())
            {
                sink.AddRow(batch, csv);
            }

            count += batch.Count;
        }

        return count;
    }

    /// <summary>With strings that are parsed.</summary>
    [Benchmark]
    public int Strings() => TextCommits.Read(new MemoryStream(_csv)).Count();
}
