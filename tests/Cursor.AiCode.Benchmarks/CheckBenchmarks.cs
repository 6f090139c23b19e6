using System.IO;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using Cursor.AiCode.Csv;
using Cursor.AiCode.Transport;

namespace Cursor.AiCode.Benchmarks;

/// <summary>A CSV answer on its way to a file.</summary>
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
        _csv = Answers.Csv(typeof(T) == typeof(AiCommit) ? AiCodeKind.Commit : AiCodeKind.Change);
        _copy = new byte[_csv.Length];
    }

    /// <summary>As Export-AiCodeCsv does: every field checked, the bytes passed through.</summary>
    [Benchmark(Baseline = true)]
    public int Checked() => Pass(escapeFormula: false);

    /// <summary>With -EscapeFormula, which must look at every text.</summary>
    [Benchmark]
    public int Escaped() => Pass(escapeFormula: true);

    /// <summary>Nothing but the copy: what no check can beat.</summary>
    [Benchmark]
    public int Copied()
    {
        using var target = new MemoryStream(_copy);
        target.Write(_csv);
        return _csv.Length;
    }

    private int Pass(bool escapeFormula)
    {
        RecordSchema<T> schema = (RecordSchema<T>)(object)(typeof(T) == typeof(AiCommit) ? RecordSchema<AiCommit>.ForCommits() : RecordSchema<AiCodeChange>.ForChanges());
        using var shape = new RowShape<T>(schema, layout: null, escapeFormula);
        using CsvReader csv = StrictCsv.Open(new MemoryStream(_csv));
        csv.ReadHeader();
        shape.BeginCsv(csv, usesCarriageReturn: false);
        int count = 0;
        bool more = csv.Read();
        while (more)
        {
            RowBatch batch = shape.NewBatch();
            for (; more && batch.Count < RecordBatch.UsualCount; more = csv.Read())
            {
                _ = csv.RawRecord.IsUtf8();
                shape.AddCsv(batch, csv);
            }

            count += batch.Count;
            batch.WriteTo(Stream.Null);
        }

        return count;
    }
}
