using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Serialization.Json;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization;

/// <summary>
/// Tests that a record has the same key from a page and from a row, also in the repeated hours of a time zone. Dublin has
/// negative daylight saving time in winter, which .NET can't convert back.
/// </summary>
[Collection(Zones.Name)]
public sealed class ParsedRecordTests
{
    [Theory]
    [InlineData("Europe/Dublin")]
    [InlineData("Africa/Casablanca")]
    [InlineData("America/New_York")]
    [InlineData("UTC")]
    public void A_record_has_one_key(string zone)
    {
        using IDisposable _ = Zones.Use(zone);
        var key = new RecordKeyHasher();
        RecordDescriptor<AiCommit> descriptor = new CommitDescriptor();
        for (DateTime time = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc); time.Year == 2025; time = time.AddMinutes(17))
        {
            string text = Timestamp.Format(time);
            string page = Response.PageText(1, Response.Commit(1, ("createdAt", $"\"{text}\"")));
            ParsedRecord<AiCommit> record = PageReader.Read<AiCommit>(Encoding.UTF8.GetBytes(page), CommitJson.Read).Items.Single();
            using CsvReader csv = CsvReader.FromText($"{Response.CommitHeader}\n{record.Record.CommitHash},user_1,one@company.com,company/repo,main,true,ide,120,30,50,10,40,5,30,15,Commit 1,{Response.Time(1)},{text}\n");
            csv.ReadHeader();
            Assert.True(csv.Read());
            ParsedRecord<AiCommit> row = descriptor.CreateMapper(csv.Headers).ReadParsed(csv);
            Assert.Equal(record, row);
            Assert.Equal(descriptor.GetKey(key, record), descriptor.GetKey(key, row));
            var parser = new RowParser(AiCodeKind.Commit, csv.Headers, normalize: false);
            Assert.True(parser.Parse(csv));
            Assert.Equal(descriptor.GetRowKey(key, record, normalize: false), parser.GetKey(csv));
            Assert.Equal(record.CreatedAt.Ticks, parser.CreatedAt);
            Assert.Equal(time.ToLocalTime(), record.Record.CreatedAt);
        }
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task A_file_has_the_times_of_the_API(AiCodeTransport transport)
    {
        using IDisposable _ = Zones.Use("Europe/Dublin");
        string[] times = Enumerable.Range(0, 12).Select(static i => Timestamp.Format(new DateTime(2025, 10, 26, 0, 15, 0, DateTimeKind.Utc).AddMinutes(10 * i))).ToArray();
        IEnumerable<string> pages = times.Select(static (time, i) => Response.Commit(i, ("createdAt", $"\"{time}\""), ("commitTs", $"\"{time}\"")));
        IEnumerable<string> rows = times.Select(static (time, i) => $"{i},user_1,one@company.com,,,,,1,2,3,4,5,6,,,,{time},{time}\n");
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.Page([.. pages]), Response.Csv(Response.CommitHeader + "\n" + string.Concat(rows))));
        using var folder = new TempFolder();
        using var client = new TestClient(server);
        var query = new AiCodeQuery(new AiCodeDateRange(new DateTimeOffset(2025, 10, 26, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 10, 27, 0, 0, 0, TimeSpan.Zero)))
        {
            Transport = transport,
        };
        await client.Client.ExportAsync(AiCodeKind.Commit, query, new AiCodeExportOptions { Path = folder.File() });
        string[] written = File.ReadAllLines(folder.File()).Skip(1).Select(static line => line.Split(',')[^1]).ToArray();
        Assert.Equal(times, written);
    }
}
