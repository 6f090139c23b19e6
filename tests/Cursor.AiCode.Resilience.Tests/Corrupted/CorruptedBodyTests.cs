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
/// Bodies that chance has spoiled. A plain, strict reader that shares no code with the client says what each of them
/// means: where it means something, the client may bring just that or fail; where it is malformed, it must fail; and a
/// failure is an <see cref="AiCodeException"/>, never a crash, and never for ever. AICODE_FUZZ_COUNT sets the number of
/// bodies, AICODE_FUZZ_SEED what they are drawn from.
/// </summary>
public sealed class CorruptedBodyTests(ITestOutputHelper output)
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(30);
    private static readonly int Bodies = Setting("AICODE_FUZZ_COUNT", 5000);
    private static readonly int Seed = Setting("AICODE_FUZZ_SEED", 1);

    [Theory]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Csv)]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Csv)]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Json)]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Json)]
    public async Task A_corrupted_body_never_gives_wrong_records(AiCodeKind kind, AiCodeTransport transport)
    {
        int malformed = 0, read = 0, refused = 0;
        var problems = new List<string>();
        for (int i = 0; i < Bodies / 4; i++)
        {
            var random = new Random(HashCode(kind, transport, i));
            byte[] whole = new GeneratedRecords(random, kind, random.Next(1, 6)).Body(transport);
            byte[] body = i % 50 == 0 ? whole : Mutation.Of(random, whole);
            List<RecordValues>? expected = transport == AiCodeTransport.Csv ? RecordValues.OfCsv(kind, body) : RecordValues.OfPage(kind, body);

            // Where the body is malformed, only the reading can tell: the count is what it was to be.
            long count = expected?.Count ?? 3;
            FakeApi api = FakeApi.Of(transport, () => new MemoryStream(body), count);
            (List<RecordValues>? records, Exception? failure) = await TryAsync(api.ReadAsync(kind, transport));
            Tally(expected, records, ref malformed, ref read, ref refused);
            if (WhatIsWrong(expected, records, failure) is { } wrong)
            {
                problems.Add($"body {i}: {wrong}\n{Shown(body)}");
            }
            else if (i % 50 == 0 && records is null)
            {
                problems.Add($"body {i} is not spoiled, but: {failure!.Message}\n{Shown(body)}");
            }
        }

        output.WriteLine($"{malformed} malformed, {read} read, {refused} that mean something and were refused");
        Assert.True(problems.Count == 0, $"{problems.Count} problems, of which the first are:\n{string.Join("\n\n", problems.Take(5))}");
        Assert.True(refused <= read / 5, "Too much is refused.");
    }

    [Theory]
    [InlineData(AiCodeKind.Commit)]
    [InlineData(AiCodeKind.Change)]
    public async Task Rows_of_a_corrupted_body_equal_its_content(AiCodeKind kind)
    {
        int malformed = 0, read = 0, refused = 0;
        var problems = new List<string>();
        for (int i = 0; i < Bodies / 5; i++)
        {
            var random = new Random(HashCode(kind, AiCodeTransport.Auto, i));
            byte[] body = Mutation.Of(random, new GeneratedRecords(random, kind, random.Next(1, 6)).Csv());
            List<RecordValues>? expected = RecordValues.OfCsv(kind, body, asFilesKeepIt: true);
            FakeApi api = FakeApi.Of(AiCodeTransport.Csv, () => new MemoryStream(body), expected?.Count ?? 3);
            (byte[]? file, Exception? failure) = await TryAsync(WriteAsync(api, kind));
            List<RecordValues>? written = file is null ? null : RecordValues.OfCsv(kind, file, asFilesKeepIt: true);
            Tally(expected, written, ref malformed, ref read, ref refused);
            string? wrong = file is not null && written is null ? "The file is malformed." : WhatIsWrong(expected, written, failure);
            if (wrong is not null)
            {
                problems.Add($"body {i}: {wrong}\n{Shown(body)}\n{(file is null ? "" : Shown(file))}");
            }
        }

        output.WriteLine($"{malformed} malformed, {read} written, {refused} that mean something and were refused");
        Assert.True(problems.Count == 0, $"{problems.Count} problems, of which the first are:\n{string.Join("\n\n", problems.Take(5))}");
        Assert.True(refused <= read / 5, "Too much is refused.");
    }

    private static string? WhatIsWrong(List<RecordValues>? expected, List<RecordValues>? records, Exception? failure)
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
            return $"It is malformed, and {records.Count} records were read.";
        }

        int differs = expected.Zip(records).TakeWhile(static pair => pair.First == pair.Second).Count();
        return expected.Count == records.Count && differs == records.Count
            ? null
            : $"{records.Count} records were read of {expected.Count}; number {differs}: {records.ElementAtOrDefault(differs)?.Fields} rather than {expected.ElementAtOrDefault(differs)?.Fields}";
    }

    private static void Tally(List<RecordValues>? expected, List<RecordValues>? records, ref int malformed, ref int read, ref int refused)
    {
        malformed += expected is null ? 1 : 0;
        read += records is not null ? 1 : 0;
        refused += expected is not null && records is null ? 1 : 0;
    }

    private static async Task<(T? Result, Exception? Failure)> TryAsync<T>(Task<T> task)
        where T : class
    {
        try
        {
            return (await task.WaitAsync(GiveUp), null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }

    private static Task<byte[]> WriteAsync(FakeApi api, AiCodeKind kind) => kind == AiCodeKind.Commit
        ? WriteAsync(api, new CommitDescriptor())
        : WriteAsync(api, new ChangeDescriptor());

    // What an export writes, without the disk.
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

    private static string Shown(byte[] body) => Encoding.Latin1.GetString(body).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n\n", StringComparison.Ordinal);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
