using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization.Csv;

/// <summary>Tests that no cell of an escaped file is a formula with any separator of a spreadsheet, and that the text can be restored.</summary>
public sealed class FormulaTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r", "'\r")]
    [InlineData("'=1", "''=1")]
    [InlineData("a;=1+1;b", "a;'=1+1;b")]
    [InlineData("a;=1;+2;@3;-4", "a;'=1;'+2;'@3;'-4")]
    [InlineData("a\t=1", "a\t'=1")]
    [InlineData("a\n=1", "a\n'=1")]
    [InlineData("a\r\n=1", "a\r\n'=1")]
    [InlineData("a; =1", "a; '=1")]
    [InlineData("a;\"=1\";b", "a;\"'=1\";b")]
    [InlineData("a;'=1", "a;''=1")]
    [InlineData("é;=1", "é;'=1")]
    [InlineData("", "")]
    [InlineData("a=1", "a=1")]
    [InlineData("a,=1", "a,=1")]
    [InlineData("a;b", "a;b")]
    [InlineData("a;", "a;")]
    [InlineData("it's", "it's")]
    [InlineData("'plain", "'plain")]
    public void Trial_F14_a_text_is_escaped_after_each_separator_and_restored(string text, string escaped)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(escaped, Encoding.UTF8.GetString(FormulaText.Escape(bytes)));
        Assert.Equal(text != escaped, FormulaText.IsFormula(bytes));
        Assert.Equal(text, Encoding.UTF8.GetString(FormulaText.Unescape(Encoding.UTF8.GetBytes(escaped))));
        Assert.Equal(FormulaText.Normalize(text), FormulaText.Normalize(escaped));
        Assert.Equal(FormulaText.Normalize(text), Encoding.UTF8.GetString(FormulaText.Normalize(bytes)));
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task Trial_F14_no_cell_of_an_export_is_a_formula_with_any_list_separator(AiCodeTransport transport)
    {
        string[] messages = ["a;=1+1;b", "a;\"=2+2\";b", "a\n=3+3", "a\r\n@SUM(1)", "a\t-4", "a; +5", "=6;=7", "quo\"te;=8"];
        string[] items = messages.Select(static (message, i) => Response.Commit(i, ("message", System.Text.Json.JsonSerializer.Serialize(message)))).ToArray();
        string[] rows = messages.Select(static (message, i) => Response.CommitRow(i, $"\"{message.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).ToArray();
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            context => (context.Request.Query["pageSize"] == "1" ? Response.PageOf(items.Length, items[0]) : Response.Page(items))(context),
            Response.Csv(Response.CommitsText(rows))));
        using var client = new TestClient(server);
        using var folder = new TempFolder();
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Days(7, transport), new AiCodeExportOptions { Path = folder.File(), EscapeFormula = true });
        string text = await System.IO.File.ReadAllTextAsync(folder.File());

        // A spreadsheet with another separator doesn't interpret quotation marks in the middle of a cell.
        foreach (string separators in new[] { ";\n\r", "\t\n\r" })
        {
            Assert.All(text.Split(separators.ToCharArray()), static cell => Assert.DoesNotMatch(new Regex("^[\" ]*[=+@-]"), cell));
        }

        string[] read = Completeness.CsvFileText.Read(folder.File()).Column("message").ToArray();
        Assert.Equal(messages, read.Select(static message => Encoding.UTF8.GetString(FormulaText.Unescape(Encoding.UTF8.GetBytes(message)))));
    }

    [Fact]
    public async Task Trial_F14_file_names_are_escaped()
    {
        const string Files = """[{"fileName":"a;=1+1;b","fileExtension":"ts","linesAdded":18,"linesDeleted":4}]""";
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.Page(Response.Change(1, ("metadata", Files))),
            Response.Csv(Response.ChangesText($"749356201,user_1,one@company.com,TAB,gpt-4o,18,4,{Response.Time(1)},\"{Files.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
        using var client = new TestClient(server);
        foreach (AiCodeTransport transport in new[] { AiCodeTransport.Json, AiCodeTransport.Csv })
        {
            using var folder = new TempFolder();
            _ = await client.Client.ExportAsync(AiCodeKind.Change, TestClient.Days(7, transport), new AiCodeExportOptions { Path = folder.File(), EscapeFormula = true });
            using var metadata = System.Text.Json.JsonDocument.Parse(Assert.Single(Completeness.CsvFileText.Read(folder.File()).Column("metadata_json")));
            Assert.Equal("a;'=1+1;b", metadata.RootElement[0].GetProperty("fileName").GetString());
        }
    }
}
