using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.Resilience.Tests.Corrupted;

/// <summary>
/// Tests randomly corrupted bodies. A simple, strict parser that shares no code with the client parses each of them. If the
/// body is well-formed, the client must return the same records or fail. If it is malformed, the client must fail. Each
/// failure must be an <see cref="AiCodeException"/>, not a crash or a hang. AICODE_FUZZ_COUNT sets the number of bodies,
/// AICODE_FUZZ_SEED the random seed.
/// </summary>
public sealed class CorruptedBodyTests(ITestOutputHelper output)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);
    private static readonly int Bodies = Setting("AICODE_FUZZ_COUNT", 5000);
    private static readonly int Seed = Setting("AICODE_FUZZ_SEED", 1);

    [Theory]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Csv)]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Csv)]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Json)]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Json)]
    public async Task A_corrupted_body_never_gives_wrong_records(AiCodeKind kind, AiCodeTransport transport)
    {
        int malformed = 0, read = 0, rejected = 0;
        var problems = new List<string>();
        for (int i = 0; i < Bodies / 4; i++)
        {
            var random = new Random(HashCode(kind, transport, i));
            byte[] whole = new GeneratedRecords(random, kind, random.Next(1, 6)).Body(transport);
            byte[] body = i % 50 == 0 ? whole : Mutation.Of(random, whole);
            List<RecordValues>? expected = transport == AiCodeTransport.Csv ? RecordValues.OfCsv(kind, body) : RecordValues.OfPage(kind, body);

            // The count of a malformed body is that of the original, so that only the parser can detect the error.
            long count = expected?.Count ?? 3;
            FakeApi api = FakeApi.Of(transport, () => new MemoryStream(body), count);
            (List<RecordValues>? records, Exception? failure) = await TryAsync(api.ReadAsync(kind, transport));
            Tally(expected, records, ref malformed, ref read, ref rejected);
            if (FindProblem(expected, records, failure) is { } problem)
            {
                problems.Add($"body {i}: {problem}\n{ToDisplayText(body)}");
            }
            else if (i % 50 == 0 && records is null)
            {
                problems.Add($"body {i} is unchanged, but failed: {failure!.Message}\n{ToDisplayText(body)}");
            }
        }

        output.WriteLine($"{malformed} malformed, {read} read, {rejected} well-formed but rejected");
        Assert.True(problems.Count == 0, $"{problems.Count} problems. The first are:\n{string.Join("\n\n", problems.Take(5))}");
        Assert.True(rejected <= read / 5, "Too many bodies were rejected.");
    }

    [Theory]
    [InlineData(AiCodeKind.Commit)]
    [InlineData(AiCodeKind.Change)]
    public async Task Rows_of_a_corrupted_body_equal_its_content(AiCodeKind kind)
    {
        int malformed = 0, read = 0, rejected = 0;
        var problems = new List<string>();
        for (int i = 0; i < Bodies / 5; i++)
        {
            var random = new Random(HashCode(kind, AiCodeTransport.Auto, i));
            byte[] body = Mutation.Of(random, new GeneratedRecords(random, kind, random.Next(1, 6)).Csv());
            List<RecordValues>? expected = RecordValues.OfCsv(kind, body, asInFile: true);
            FakeApi api = FakeApi.Of(AiCodeTransport.Csv, () => new MemoryStream(body), expected?.Count ?? 3);
            (byte[]? file, Exception? failure) = await TryAsync(WriteAsync(api, kind));
            List<RecordValues>? written = file is null ? null : RecordValues.OfCsv(kind, file, asInFile: true);
            Tally(expected, written, ref malformed, ref read, ref rejected);
            string? problem = file is not null && written is null ? "The file is malformed." : FindProblem(expected, written, failure);
            if (problem is not null)
            {
                problems.Add($"body {i}: {problem}\n{ToDisplayText(body)}\n{(file is null ? "" : ToDisplayText(file))}");
            }
        }

        output.WriteLine($"{malformed} malformed, {read} written, {rejected} well-formed but rejected");
        Assert.True(problems.Count == 0, $"{problems.Count} problems. The first are:\n{string.Join("\n\n", problems.Take(5))}");
        Assert.True(rejected <= read / 5, "Too many bodies were rejected.");
    }

    private static string? FindProblem(List<RecordValues>? expected, List<RecordValues>? records, Exception? failure)
    {
        if (failure is not (null or AiCodeException))
        {
            return failure.ToString();
        }

        if (records is null)
        {
            return null;
        }

        if (expected is null)
        {
            return $"The body is malformed, but {records.Count} records were read.";
        }

        int differs = expected.Zip(records).TakeWhile(static pair => pair.First == pair.Second).Count();
        return expected.Count == records.Count && differs == records.Count
            ? null
            : $"{records.Count} of {expected.Count} records were read. Record {differs}: {records.ElementAtOrDefault(differs)?.Fields} instead of {expected.ElementAtOrDefault(differs)?.Fields}";
    }

    private static void Tally(List<RecordValues>? expected, List<RecordValues>? records, ref int malformed, ref int read, ref int rejected)
    {
        malformed += expected is null ? 1 : 0;
        read += records is not null ? 1 : 0;
        rejected += expected is not null && records is null ? 1 : 0;
    }

    private static async Task<(T? Result, Exception? Failure)> TryAsync<T>(Task<T> task)
        where T : class
    {
        try
        {
            return (await task.WaitAsync(MaxDuration), null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }

    private static Task<byte[]> WriteAsync(FakeApi api, AiCodeKind kind) => kind == AiCodeKind.Commit
        ? WriteAsync(api, new CommitDescriptor())
        : WriteAsync(api, new ChangeDescriptor());

    // Returns what an export writes, without a file.
    private static async Task<byte[]> WriteAsync<T>(FakeApi api, RecordDescriptor<T> descriptor)
        where T : class
    {
        using AiCodeClient client = api.Client();
        using var sink = new CsvRowSink<T>(descriptor, format: null, escapeFormula: false);
        using var rows = new MemoryStream();
        await foreach (RowBatch batch in client.Read(sink, FakeApi.Query(AiCodeTransport.Csv)).ReadAsync(default))
        {
            batch.WriteTo(rows);
        }

        return [.. sink.Format.Header, .. rows.ToArray()];
    }

    private static int HashCode(AiCodeKind kind, AiCodeTransport transport, int index) =>
        unchecked((Seed * 1_000_003) + (index * 16) + ((int)kind * 4) + (int)transport);

    private static string ToDisplayText(byte[] body) => Encoding.Latin1.GetString(body).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n\n", StringComparison.Ordinal);

    private static int Setting(string name, int defaultValue) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : defaultValue;
}
