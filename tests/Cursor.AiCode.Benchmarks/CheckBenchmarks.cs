using System.IO;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using Cursor.AiCode.Export;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Writes a CSV response to a file.</summary>
[GenericTypeArguments(typeof(AiCommit))]
[GenericTypeArguments(typeof(AiCodeChange))]
public class CheckBenchmarks<T>
    where T : class
{
    private byte[] _csv = [];
    private byte[] _copy = [];

    [GlobalSetup]
    public void Setup()
    {
        _csv = Responses.Csv(typeof(T) == typeof(AiCommit) ? AiCodeKind.Commit : AiCodeKind.Change);
        _copy = new byte[_csv.Length];
    }

    /// <summary>Like Export-AiCodeCsv: validates every field, and writes the bytes unchanged.</summary>
    [Benchmark(Baseline = true)]
    public int Checked() => Pass(escapeFormula: false);

    /// <summary>With -EscapeFormula, which scans every text.</summary>
    [Benchmark]
    public int Escaped() => Pass(escapeFormula: true);

    /// <summary>Only copies the bytes, which is the lower limit.</summary>
    [Benchmark]
    public int Copied()
    {
        using var target = new MemoryStream(_copy);
        target.Write(_csv);
        return _csv.Length;
    }

    private int Pass(bool escapeFormula)
    {
        RecordDescriptor<T> descriptor = (RecordDescriptor<T>)(object)(typeof(T) == typeof(AiCommit) ? new CommitDescriptor() : new ChangeDescriptor());
        using var sink = new CsvRowSink<T>(descriptor, format: null, escapeFormula);
        using CsvReader csv = CsvReaderFactory.Create(new MemoryStream(_csv));
        csv.ReadHeader();
        sink.BeginCsv(csv, newLine: "\n", rawHeader: null);
        int count = 0;
        bool more = csv.Read();
        while (more)
        {
            RowBatch batch = sink.NewBatch();
            for (; more && batch.Count < RecordBatch.DefaultBatchSize; more = csv.Read())
            {
                _ = csv.RawRecord.IsUtf8();
                sink.AddRow(batch, csv);
            }

            count += batch.Count;
            batch.WriteTo(Stream.Null);
        }

        return count;
    }
}
