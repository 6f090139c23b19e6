using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests that a file that a spreadsheet program has saved, with changed IDs and times, isn't appended to.</summary>
public sealed class SpreadsheetFileTests
{
    private const string Id = "749356123456789012";

    [Theory]
    [InlineData(Id, "7.49356E+17", "change_id")]
    [InlineData(Id, "7,49356E+17", "change_id")]
    [InlineData(Id, "7E+17", "change_id")]
    [InlineData("{time}", "11/28/2026 10:00", "created_at")]
    [InlineData("{time}", "28.11.2026 10:00", "created_at")]
    [InlineData("{time}", "28.11.2026", "created_at")]
    [InlineData("{time}", "2025-07-30 14:12", "created_at")]
    [InlineData("{time}", "2025-07-30 14:12:28", "created_at")]
    [InlineData("{time}", "2025-07-30T14:12Z", "created_at")]
    [InlineData("{time}", "2025-07-30", "created_at")]
    [InlineData("{time}", "45868.592", "created_at")]
    [InlineData("{time}", "45868", "created_at")]
    public Task Trial_F11_a_modified_change_is_an_error_before_the_first_request(string value, string changed, string column) => FailsAsync(
        AiCodeKind.Change,
        Response.ChangesText(Row("1"), Row(Id).Replace(value == "{time}" ? Response.Time(2) : value, changed.Contains(',', StringComparison.Ordinal) ? $"\"{changed}\"" : changed, StringComparison.Ordinal)),
        column);

    [Theory]
    [InlineData("1.2E+39", null, "commit_hash")]
    [InlineData(null, "7/30/2025 14:12", "commit_ts")]
    [InlineData(null, "2025-07-30 14:12", "commit_ts")]
    public Task Trial_F11_a_modified_commit_is_an_error_before_the_first_request(string? hash, string? time, string column)
    {
        string row = Response.CommitRow(2);
        row = hash is null ? row : hash + row[8..];
        row = time is null ? row : row.Replace($"{Response.Time(2)},{Response.Time(2)}", $"{time},{Response.Time(2)}", StringComparison.Ordinal);
        return FailsAsync(AiCodeKind.Commit, Response.CommitsText(Response.CommitRow(1), row), column);
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("\";\"")]
    public Task Trial_F11_a_file_with_another_separator_is_an_error(string separator)
    {
        string quote = separator.Trim(';', '\t');
        string[] lines = new[] { Response.ChangeHeader, Row(Id) }.Select(line => quote + line.Replace(",", separator, StringComparison.Ordinal) + quote).ToArray();
        return FailsAsync(AiCodeKind.Change, string.Join('\n', lines) + "\n", "spreadsheet");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task Trial_F11_a_file_in_another_encoding_is_an_error_and_unchanged(string encoding)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), Response.ChangesText(Row(Id)), Encoding.GetEncoding(encoding));
        byte[] before = await File.ReadAllBytesAsync(folder.File());
        await using TestServer server = await TestServer.StartAsync(Response.Page());
        using var client = new TestClient(server);
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.InvalidFile, () => client.Client.ExportAsync(AiCodeKind.Change, TestClient.Json, options));
        Assert.Contains("UTF-8", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.File()));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("2025-07-30T14:12:28Z")]
    [InlineData("2025-07-30T14:12:28.123456Z")]
    [InlineData("2025-07-30T14:12:28")]
    [InlineData("2025-07-30T16:12:28.000+02:00")]
    [InlineData("2025-07-30 14:12:28.123+00")]
    [InlineData("2025-07-30 14:12:28Z")]
    [InlineData("1753884748000")]
    [InlineData("")]
    public void Documented_times_are_accepted(string text) => Assert.True(FileRowVerifier.IsExported(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("12e45")]
    [InlineData("1234567890")]
    [InlineData("E+17")]
    [InlineData("7.49356E+")]
    [InlineData("7.49356E+17x")]
    [InlineData("a.1E+17")]
    [InlineData("")]
    public void Ids_that_only_resemble_numbers_are_accepted(string text) => Assert.False(FileRowVerifier.IsScientific(Encoding.UTF8.GetBytes(text)));

    private static string Row(string id) => $"{id},user_1,one@company.com,TAB,gpt-4o,18,4,{Response.Time(id == Id ? 2 : 1)},[]";

    private static async Task FailsAsync(AiCodeKind kind, string content, string named)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), content);
        await using TestServer server = await TestServer.StartAsync(Response.Page());
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(
            AiCodeErrorKind.InvalidFile, () => client.Client.ExportAsync(kind, TestClient.Csv, new AiCodeExportOptions { Path = folder.File(), Append = true }));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.Contains("spreadsheet", e.Message, StringComparison.Ordinal);
        if (named != "spreadsheet")
        {
            Assert.Contains("Record 2 ", e.Message, StringComparison.Ordinal);
        }

        Assert.Empty(server.Requests);
        Assert.Equal(content, await File.ReadAllTextAsync(folder.File()));
        Assert.Equal(["records.csv"], folder.Names);
    }
}
