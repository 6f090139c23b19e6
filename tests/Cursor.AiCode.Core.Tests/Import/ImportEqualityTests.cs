using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Completeness;
using Cursor.AiCode.Tests.Retrieval;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Import;

/// <summary>Tests that records of a file equal those of the API, and can be written again.</summary>
public sealed class ImportEqualityTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(AwkwardRecords.Some, days: 29, seed: 9);
    private static readonly IReadOnlyList<ExpectedChange> Changes = AwkwardRecords.Changes(AwkwardRecords.Some, days: 29, seed: 9);

    public static TheoryData<string> Behaviors => new(CompletenessTests.Behaviors.Keys);

    [Theory]
    [MemberData(nameof(Behaviors))]
    public async Task Saved_responses_are_read(string name)
    {
        ApiBehavior behavior = CompletenessTests.Behaviors[name];
        AiCodeDateRange range = CompletenessTests.Query(30, AiCodeTransport.Auto).Range;
        using var folder = new TempFolder();
        foreach (AiCodeKind kind in Enum.GetValues<AiCodeKind>())
        {
            await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(
                Commits, Changes, kind == AiCodeKind.Commit ? behavior : behavior with { Order = behavior.Order?.Where(static index => index < 9).ToArray() });
            byte[] response = server.CsvOf(kind, range);
            IReadOnlyList<string> expected = server.Expect(kind, range);
            Assert.Equal(expected, ImportedFile.Fingerprints(kind, ImportedFile.Write(folder, response)));
            Assert.Equal(expected, ImportedFile.Fingerprints(kind, ImportedFile.Write(folder, ImportedFile.Gzip(response), "records.csv.gz")));
        }
    }

    [Fact]
    public async Task Every_property_equals_that_of_a_retrieved_record()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes);
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery json = CompletenessTests.Query(30, AiCodeTransport.Json), csv = json with { Transport = AiCodeTransport.Csv };
        string commits = folder.File("commits.csv"), changes = folder.File("changes.csv"), fromJson = folder.File("json.csv");
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, csv, new AiCodeExportOptions { Path = commits });
        _ = await client.Client.ExportAsync(AiCodeKind.Change, csv, new AiCodeExportOptions { Path = changes });

        string[] expected = (await client.CommitsAsync(json)).Select(ImportedFile.AllProperties).ToArray();
        Assert.InRange(expected.Length, 1000, AwkwardRecords.Some);
        Assert.Equal(expected, (await client.CommitsAsync(csv)).Select(ImportedFile.AllProperties));
        Assert.Equal(expected, ImportedFile.Commits(commits).Select(ImportedFile.AllProperties));
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, json, new AiCodeExportOptions { Path = fromJson });
        Assert.Equal(expected, ImportedFile.Commits(fromJson).Select(ImportedFile.AllProperties));
        Assert.All(ImportedFile.Commits(commits), static commit => Assert.Equal(DateTimeKind.Local, commit.CreatedAt.Kind));

        expected = (await client.ChangesAsync(json)).Select(ImportedFile.AllProperties).ToArray();
        Assert.InRange(expected.Length, 1000, AwkwardRecords.Some);
        Assert.Equal(expected, (await client.ChangesAsync(csv)).Select(ImportedFile.AllProperties));
        Assert.Equal(expected, ImportedFile.Changes(changes).Select(ImportedFile.AllProperties));
        _ = await client.Client.ExportAsync(AiCodeKind.Change, json, new AiCodeExportOptions { Path = fromJson });
        Assert.Equal(expected, ImportedFile.Changes(fromJson).Select(ImportedFile.AllProperties));
    }

    [Fact]
    public async Task Reading_and_writing_records_gives_the_same_bytes()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes);
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Json);
        foreach (AiCodeKind kind in Enum.GetValues<AiCodeKind>())
        {
            string exported = folder.File(kind + ".csv"), again = folder.File(kind + "-again.csv");
            _ = await client.Client.ExportAsync(kind, query, new AiCodeExportOptions { Path = exported });
            using (var writer = new AiCodeCsvWriter(new AiCodeExportOptions { Path = again }))
            {
                IEnumerable<object> records = kind == AiCodeKind.Commit ? ImportedFile.Commits(exported) : ImportedFile.Changes(exported);
                foreach (object record in records)
                {
                    if (record is AiCommit commit)
                    {
                        writer.Add(commit);
                    }
                    else
                    {
                        writer.Add((AiCodeChange)record);
                    }
                }

                _ = writer.Complete();
            }

            Assert.True(File.ReadAllBytes(exported).AsSpan().SequenceEqual(File.ReadAllBytes(again)), kind.ToString());
        }
    }

    // Whether -EscapeFormula added an apostrophe is unknown, so texts are returned unchanged.
    [Fact]
    public void A_leading_apostrophe_is_kept()
    {
        using var folder = new TempFolder();
        string path = ImportedFile.Write(folder, Response.CommitsText(Response.CommitRow(1, "'=1+1"), Response.CommitRow(2, "=1+1"), Response.CommitRow(3, "'it")));
        Assert.Equal(["'=1+1", "=1+1", "'it"], ImportedFile.Commits(path).Select(static commit => commit.Message));
    }

    [Fact]
    public void UTF_16_with_a_BOM_is_read()
    {
        using var folder = new TempFolder();
        string text = Response.CommitsText(Response.CommitRow(1, "\"größe\n日本\""));
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            string path = ImportedFile.Write(folder, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            Assert.Equal("größe\n日本", Assert.Single(ImportedFile.Commits(path)).Message);
        }
    }
}
