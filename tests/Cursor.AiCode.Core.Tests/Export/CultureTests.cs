using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Retrieval;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests that records and files are the same in every culture and time zone, also across clock changes.</summary>
[Collection(Zones.Name)]
public sealed class CultureTests
{
    // The clocks of New York are set back on November 2, 2025 at 06:00 UTC. The data contains the hours around this time.
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(AwkwardRecords.Some, days: 29, seed: 8);
    private static readonly IReadOnlyList<ExpectedChange> Changes = AwkwardRecords.Changes(600, days: 4, seed: 8);

    [NotWindowsTheory]
    [InlineData("de-DE", "America/New_York")]
    [InlineData("ar-SA", "Asia/Kolkata")]
    [InlineData("th-TH", "Pacific/Auckland")]
    [InlineData("tr-TR", "Europe/Berlin")]
    public async Task Records_and_files_equal_those_of_the_server(string culture, string zone)
    {
        using IDisposable there = Zones.Use(zone);
        using IDisposable use = Cultures.Use(culture);
        Assert.NotEqual(TimeSpan.Zero, TimeZoneInfo.Local.GetUtcOffset(AwkwardRecords.End));
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes);
        using var folder = new TempFolder();
        foreach (AiCodeTransport transport in Enum.GetValues<AiCodeTransport>())
        {
            using var client = new TestClient(server.Http);
            AiCodeQuery query = CompletenessTests.Query(30, transport);
            Assert.Equal(server.Expect(AiCodeKind.Commit, query.Range), (await client.CommitsAsync(query)).Select(Fingerprints.Of));
            Assert.Equal(server.Expect(AiCodeKind.Change, query.Range), (await client.ChangesAsync(query)).Select(Fingerprints.Of));
            var options = new AiCodeExportOptions { Path = folder.File(transport + ".csv"), Append = true };
            _ = await client.Client.ExportAsync(AiCodeKind.Commit, query, options);
            Assert.Equal(server.ExpectInFile(AiCodeKind.Commit, query.Range), CsvFileText.Read(options.Path).Fingerprints(AiCodeKind.Commit));
            Assert.Equal(0, (await client.Client.ExportAsync(AiCodeKind.Commit, query, options)).RecordCount);
        }
    }

    [NotWindowsFact]
    public async Task Times_in_the_repeated_hour_stay_distinct()
    {
        using IDisposable there = Zones.Use("America/New_York");
        DateTimeOffset first = new(2025, 11, 2, 5, 30, 0, TimeSpan.Zero);
        ExpectedCommit[] commits = new[] { first.AddHours(1), first }.Select(static time => new ExpectedCommit(
            AwkwardRecords.People[0], time, "same", "r", "b", null, null, [1, 2, 3, 4, 5, 6], null, null, null, time)).ToArray();
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(commits);
        using var folder = new TempFolder();
        foreach (AiCodeTransport transport in Enum.GetValues<AiCodeTransport>())
        {
            using var client = new TestClient(server.Http);
            AiCodeQuery query = CompletenessTests.Query(30, transport);
            List<AiCommit> records = await client.CommitsAsync(query);
            Assert.Equal(server.Expect(AiCodeKind.Commit, query.Range), records.Select(Fingerprints.Of));
            Assert.Equal([1, 1], records.Select(static record => record.CreatedAt.Hour));
            using (var file = new Cursor.AiCode.AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
            {
                records.ForEach(file.Add);
                _ = file.Complete();
            }

            Assert.Equal(server.ExpectInFile(AiCodeKind.Commit, query.Range), CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Commit));
        }
    }
}
