using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests that the maximum size of a record is the same for all transports, files and the pipeline.</summary>
public sealed class RecordSizeTests
{
    private const int ManyFiles = 100_000;
    private const string Id = "749356123456789012";

    private static string Metadata(int files) => "[" + string.Join(
        ",", Enumerable.Range(0, files).Select(static i => $$"""{"fileName":"src/some/folder/of/the/project/file{{i}}.ts","fileExtension":"ts","linesAdded":1,"linesDeleted":2}""")) + "]";

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public async Task Trial_F12_a_change_with_many_files_is_written_and_read(AiCodeTransport transport)
    {
        await using TestServer server = await TestServer.StartAsync(Service(Metadata(ManyFiles)));
        using var client = new TestClient(server);
        AiCodeQuery query = TestClient.Days(2, transport);
        List<AiCodeChange> changes = await client.ChangesAsync(query);
        Assert.Equal(ManyFiles, changes[1].FileCount);

        using var folder = new TempFolder();
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Change, query, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(3, export.RecordCount);
        byte[] before = await File.ReadAllBytesAsync(folder.File());
        Assert.True(before.Length > 10_000_000);
        export = await client.Client.ExportAsync(AiCodeKind.Change, query, new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.Equal((0, 3), (export.RecordCount, export.TotalRecordCount));

        using (var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File("pipeline.csv") }))
        {
            changes.ForEach(file.Add);
            Assert.Equal(3, file.Complete().RecordCount);
        }

        using (var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File("pipeline.csv"), Append = true }))
        {
            changes.ForEach(file.Add);
            Assert.Equal(0, file.Complete().RecordCount);
        }
    }

    [Theory]
    [InlineData(AiCodeTransport.Json, false)]
    [InlineData(AiCodeTransport.Json, true)]
    [InlineData(AiCodeTransport.Csv, false)]
    [InlineData(AiCodeTransport.Csv, true)]
    [InlineData(AiCodeTransport.Auto, true)]
    public async Task Trial_F12_a_larger_record_is_an_error_that_names_it(AiCodeTransport transport, bool export)
    {
        // The row exceeds the maximum, but its JSON doesn't.
        string metadata = Metadata(140_000);
        Assert.True(metadata.Length < RecordSize.MaxBytes && metadata.Length + metadata.Count(static c => c == '"') > RecordSize.MaxBytes);
        await using TestServer server = await TestServer.StartAsync(Service(metadata));
        using var client = new TestClient(server);
        using var folder = new TempFolder();
        AiCodeQuery query = TestClient.Days(2, transport);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => export
            ? client.Client.ExportAsync(AiCodeKind.Change, query, new AiCodeExportOptions { Path = folder.File() })
            : client.ChangesAsync(query));
        Assert.Contains(Id, e.Message, StringComparison.Ordinal);
        Assert.Contains(Response.Time(2), e.Message, StringComparison.Ordinal);
        Assert.Contains("16 MB", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("one@company.com", e.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Trial_F12_the_pipeline_and_files_have_the_same_maximum()
    {
        using var folder = new TempFolder();
        using (var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
        {
            AiCodeException e = Assert.Throws<AiCodeException>(() => file.Add(Commit(RecordSize.MaxBytes)));
            Assert.Equal(AiCodeErrorKind.InvalidData, e.Kind);
            Assert.Contains("a1b2c3", e.Message, StringComparison.Ordinal);
        }

        Assert.Empty(folder.Names);
        using (var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
        {
            file.Add(Commit(RecordSize.MaxBytes - 1000));
            _ = file.Complete();
        }

        Assert.Equal(0, Append().RecordCount);
        string text = File.ReadAllText(folder.File());
        File.WriteAllText(folder.File(), text.Insert(text.IndexOf("xxxx", StringComparison.Ordinal), new string('y', 2000)));
        Assert.Equal(AiCodeErrorKind.InvalidFile, Assert.Throws<AiCodeException>(Append).Kind);

        AiCodeExport Append()
        {
            using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File(), Append = true });
            file.Add(Commit(RecordSize.MaxBytes - 1000));
            return file.Complete();
        }
    }

    [Fact]
    public async Task Trial_F12_a_page_that_is_too_long_is_requested_in_smaller_pages()
    {
        // 40 of the 60 records have 1 MB, so that one page would have 40 MB.
        string message = new('x', 1_000_000);
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture);
            int size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
            string[] items = Enumerable.Range(1, 60).Skip((page - 1) * size).Take(size)
                .Select(number => Response.Commit(number, ("message", number > 20 ? $"\"{message}\"" : "\"short\""))).ToArray();
            return Response.Json($$"""{"items":[{{string.Join(",", items)}}],"totalCount":60,"page":{{page}},"pageSize":{{size}}}""")(context);
        });
        using var client = new TestClient(server);
        foreach (int pageSize in new[] { 60, 55 })
        {
            List<AiCommit> commits = await client.CommitsAsync(TestClient.Json with { PageSize = pageSize });
            Assert.Equal(Enumerable.Range(1, 60).Select(Response.Hash), commits.Select(static commit => commit.CommitHash));
        }
    }

    private static AiCommit Commit(int length) => new()
    {
        CommitHash = "a1b2c3",
        CreatedAt = TestTimeProvider.DefaultStart.LocalDateTime,
        Message = new string('x', length),
    };

    // Three changes, the second of which is large.
    private static Microsoft.AspNetCore.Http.RequestDelegate Service(string metadata)
    {
        string[] items = [Response.Change(1), Response.Change(2, ("changeId", $"\"{Id}\""), ("metadata", metadata)), Response.Change(3)];
        string row = $"{Id},user_1,one@company.com,TAB,gpt-4o,18,4,{Response.Time(2)},\"{metadata.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        string[] rows = [Row(1), row, Row(3)];
        return Response.Either(
            context => context.Request.Query["pageSize"] == "1" ? Response.PageOf(3, items[0])(context) : Response.Page(items)(context),
            Response.Csv(Response.ChangesText(rows)));

        static string Row(int number) => $"{749356200 + number},user_1,one@company.com,TAB,gpt-4o,18,4,{Response.Time(number)},[]";
    }
}
