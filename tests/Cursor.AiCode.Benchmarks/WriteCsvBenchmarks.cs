using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Attributes;
using Cursor.AiCode.Export;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Writes commits from the pipeline to a file.</summary>
public class WriteCsvBenchmarks
{
    private List<AiCommit> _commits = [];

    [GlobalSetup]
    public void Setup() => _commits = TextCommits.Read(new MemoryStream(Responses.Csv(AiCodeKind.Commit))).ToList();

    /// <summary>Like Export-AiCodeCsv with objects from the pipeline.</summary>
    [Benchmark(Baseline = true)]
    public int Ours()
    {
        RecordDescriptor<AiCommit> descriptor = new CommitDescriptor();
        using var sink = new CsvRowSink<AiCommit>(descriptor, format: null, escapeFormula: false);
        for (int i = 0; i < _commits.Count;)
        {
            RowBatch batch = sink.NewBatch();
            for (; i < _commits.Count && batch.Count < RecordBatch.DefaultBatchSize; i++)
            {
                sink.Add(batch, descriptor.Parse(_commits[i]));
            }

            batch.WriteTo(Stream.Null);
        }

        return _commits.Count;
    }

    /// <summary>With strings: formats, quotes and writes every value as text.</summary>
    [Benchmark]
    public int Strings()
    {
        using var writer = new StreamWriter(Stream.Null);
        foreach (AiCommit commit in _commits)
        {
            object?[] values =
            [
                commit.CommitHash, commit.UserId, commit.UserEmail, commit.RepoName, commit.BranchName, commit.IsPrimaryBranch,
                commit.CommitSource, commit.TotalLinesAdded, commit.TotalLinesDeleted, commit.TabLinesAdded, commit.TabLinesDeleted,
                commit.ComposerLinesAdded, commit.ComposerLinesDeleted, commit.NonAiLinesAdded, commit.NonAiLinesDeleted, commit.Message,
                commit.CommitTs?.ToUniversalTime(), commit.CreatedAt.ToUniversalTime(),
            ];
            writer.WriteLine(string.Join(',', values.Select(Field)));
        }

        return _commits.Count;
    }

    private static string Field(object? value)
    {
        string text = value is System.DateTime time
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsQuotedWhereNeeded();
    }
}
