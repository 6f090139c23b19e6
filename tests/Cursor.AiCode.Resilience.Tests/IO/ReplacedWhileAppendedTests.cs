using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.IO;

/// <summary>Tests an append whose file another run replaces before the append writes its records.</summary>
public sealed class ReplacedWhileAppendedTests
{
    // Other line breaks, other columns, records that the append also returns, fewer records, no last line break.
    [Theory]
    [InlineData("\r\n", "", new[] { 1, 2, 3, 4 }, true)]
    [InlineData("\n", ",new_column", new[] { 1, 2 }, true)]
    [InlineData("\n", ",new_column", new[] { 1, 2, 3, 4, 5 }, true)]
    [InlineData("\n", "", new[] { 1 }, false)]
    [InlineData("\n", "", new int[0], true)]
    public async Task Fault_41_the_file_is_complete_and_contains_each_record_once(string newLine, string extra, int[] others, bool endsWithLineBreak)
    {
        using var folder = new TempFolder();
        string path = folder.File();
        await File.WriteAllTextAsync(path, Csv("\n", "", [1, 2]));
        string replaced = Csv(newLine, extra, others);
        replaced = endsWithLineBreak ? replaced : replaced.TrimEnd('\n');
        var api = new FakeApi(address =>
        {
            if (!address.AbsolutePath.EndsWith(".csv", StringComparison.Ordinal))
            {
                return ("application/json", Stream("""{"items":[],"totalCount":4}"""));
            }

            File.WriteAllText(path + ".new", replaced);
            File.Move(path + ".new", path, overwrite: true);
            return ("text/csv", Stream(Csv("\n", "", [1, 2, 3, 4])));
        });
        using AiCodeClient client = api.Client();
        AiCodeExport? export = null;
        try
        {
            export = await client.ExportAsync(AiCodeKind.Change, FakeApi.Query(AiCodeTransport.Csv), new AiCodeExportOptions { Path = path, Append = true });
        }
        catch (AiCodeException e)
        {
            // The pending records have other columns than the new file. An error is valid if the file is unchanged.
            Assert.Equal(AiCodeErrorKind.InvalidFile, e.Kind);
            Assert.NotEqual("", extra);
            Assert.Equal(replaced, await File.ReadAllTextAsync(path));
        }

        LeftoverFiles.AssertDeleted(folder, path);
        List<Dictionary<string, string>>? rows = OracleCsv.Records(await File.ReadAllBytesAsync(path));
        Assert.True(rows is not null, "The file is malformed.");
        string[] ids = rows.Select(static row => row["change_id"]).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        if (export is not null)
        {
            Assert.Equal(ids.Length, export.TotalRecordCount);
            Assert.Equal(new FileInfo(path).Length, export.Length);
            Assert.Empty(others.Union([3, 4]).Select(static id => id.ToString(CultureInfo.InvariantCulture)).Except(ids));
        }
    }

    private static string Csv(string newLine, string extra, int[] ids) => Columns.Header(AiCodeKind.Change) + extra + newLine + string.Concat(ids.Select(id =>
        $"{id},u,e,TAB,m,1,2,2025-07-30T10:00:0{9 - id}.000Z,[]{(extra.Length > 0 ? ",x" : "")}{newLine}"));

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
