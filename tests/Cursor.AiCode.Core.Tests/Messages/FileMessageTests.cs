using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Import;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>Tests the exact messages of errors of files.</summary>
public sealed class FileMessageTests
{
    [Fact]
    public void A_path_that_cannot_be_written()
    {
        using var folder = new TempFolder();
        string file = folder.File(), below = Path.Combine(folder.FullName, "none", "records.csv"), none = Path.GetDirectoryName(below)!;
        File.WriteAllText(file, "old");
        Fails($"'{folder.FullName}' is a folder. Specify the path of a file.", new AiCodeExportOptions { Path = folder.FullName });
        Fails($"The folder '{none}' doesn't exist. Create it first: New-Item -ItemType Directory -Path '{none}'.", new AiCodeExportOptions { Path = below });
        Fails("The folder '' doesn't exist. Create it first: New-Item -ItemType Directory -Path ''.", new AiCodeExportOptions { Path = "records.csv" });
        Fails($"'{file}' exists, and -NoClobber prevents its replacement. Specify another path, or omit -NoClobber to replace it.", new AiCodeExportOptions { Path = file, NoClobber = true });
        new FileInfo(file).IsReadOnly = true;
        Fails($"'{file}' is read-only. Use -Force to overwrite it.", new AiCodeExportOptions { Path = file });
        new FileInfo(file).IsReadOnly = false;

        static void Fails(string message, AiCodeExportOptions options) =>
            Assert.Equal(message, Assert.Throws<AiCodeException>(() => new AiCodeCsvWriter(options)).Message);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.FullName, "none", "records.csv");
        AiCodeException e = Assert.Throws<AiCodeException>(() => AtomicFile.Create(path));
        Assert.Equal(AiCodeErrorKind.FileNotWritable, e.Kind);
        string message = $"'{path}' can't be written and is unchanged: {e.InnerException!.Message} Check the permissions of the folder, the free disk space, and whether another program has the file open.";
        Assert.Equal(message, e.Message);
        e = await Assert.ThrowsAsync<AiCodeException>(() => FileLock.AcquireAsync(path, TimeProvider.System, static _ => { }, default));
        Assert.StartsWith($"'{path}' can't be written and is unchanged: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_concurrent_append()
    {
        using var folder = new TempFolder();
        using FileLock held = await FileLock.AcquireAsync(folder.File(), TimeProvider.System, static _ => { }, default);
        AiCodeEvent? received = null;
        _ = await Assert.ThrowsAsync<AiCodeException>(() => FileLock.AcquireAsync(folder.File(), new TestTimeProvider(), wait => received = wait, default));
        Assert.Equal(new WaitEvent($"another process writes to '{folder.File()}'", TimeSpan.FromMilliseconds(100)), received);
    }

    [Theory]
    [InlineData(AiCodeKind.Commit, "Commit")]
    [InlineData(AiCodeKind.Change, "Change")]
    public void A_file_with_other_columns(AiCodeKind kind, string name) => AppendFails(
        "a,b,c\n1,2,3\n",
        $"'{{path}}' can't be appended to, because it isn't a file of {name} records. The column '{(kind == AiCodeKind.Commit ? "commit_hash" : "change_id")}' is missing. Specify another path, or omit -Append to replace the file.",
        kind);

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public void A_file_with_other_separators(char separator) => AppendFails(
        Response.CommitHeader.Replace(',', separator) + "\n",
        "'{path}' can't be appended to, because it isn't a file of Commit records. The column 'commit_hash' is missing. A spreadsheet program may have changed the file when it saved it. Specify another path, or omit -Append to replace the file.",
        AiCodeKind.Commit);

    [Fact]
    public void A_file_with_an_unreadable_header() => AppendFails(
        "\"" + Response.CommitHeader + "\n",
        "'{path}' can't be appended to, and is unchanged. Its header can't be read. Its columns must be separated by commas. A spreadsheet program may have changed the file when it saved it. Repair or move the file, then run the command again.",
        AiCodeKind.Commit);

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", true)]
    [InlineData("gzip", false)]
    public void A_file_that_is_not_utf8_text(string encoding, bool isText)
    {
        using var folder = new TempFolder();
        string content = Response.CommitsText(Response.CommitRow(1));
        byte[] bytes = isText
            ? [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(content)]
            : ImportedFile.Gzip(Encoding.UTF8.GetBytes(content));
        File.WriteAllBytes(folder.File(), bytes);
        AiCodeException e = Append(folder, AiCodeKind.Commit);
        string problem = isText ? "Its encoding is UTF-16 or UTF-32 instead of UTF-8. Save it as UTF-8" : "It is compressed. Decompress it";
        Assert.Equal($"'{folder.File()}' can't be appended to, and is unchanged. {problem}, or move it, then run the command again.", e.Message);
        Assert.Equal(AiCodeErrorKind.InvalidFile, e.Kind);
        Assert.Equal(bytes, File.ReadAllBytes(folder.File()));
    }

    [Fact]
    public void A_damaged_file()
    {
        AppendFails(
            Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2).Replace(Response.Time(2), "30.07.2025", StringComparison.Ordinal)),
            "'{path}' can't be appended to, and is unchanged. Record 2 after the header can't be read. Column 'commit_ts': The value isn't a valid timestamp. A spreadsheet program may have changed the file when it saved it. Repair or move the file, then run the command again.",
            AiCodeKind.Commit);
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(), Response.CommitsText(Response.CommitRow(1), "a,b"));
        AiCodeException e = Append(folder, AiCodeKind.Commit);
        Assert.StartsWith($"'{folder.File()}' can't be appended to, and is unchanged. Record 2 after the header can't be read. ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("spreadsheet", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.InnerException);
    }

    [Fact]
    public void A_file_that_cannot_be_read()
    {
        using var folder = new TempFolder();
        using var held = new FileStream(folder.File(), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        AiCodeException e = Append(folder, AiCodeKind.Commit);
        Assert.Equal(AiCodeErrorKind.FileNotWritable, e.Kind);
        Assert.Equal(
            $"'{folder.File()}' can't be read, and is unchanged: {e.InnerException!.Message} Check the permissions on the file, and whether another program has it open.",
            e.Message);
    }

    [Fact]
    public async Task A_file_that_was_replaced_during_the_append()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), Response.CommitsText(Response.CommitRow(9)));
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            await File.WriteAllTextAsync(folder.File(), Response.CommitHeader + ",new\n");
            await Response.Page(Response.Commit(1))(context);
        });
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.InvalidFile, () => client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File(), Append = true }));
        Assert.Equal(
            $"'{folder.File()}' was removed, or replaced by a file with other columns, while records were appended to it. It is unchanged by this command. Run the command again.",
            e.Message);
    }

    [Fact]
    public void A_file_has_one_kind_of_records()
    {
        using var folder = new TempFolder();
        using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() });
        file.Add(new AiCommit { CommitHash = "a" });
        Assert.Equal(
            "The file contains Commit records. A file can contain only one kind of record.",
            Assert.Throws<InvalidOperationException>(() => file.Add(new AiCodeChange { ChangeId = "1" })).Message);
    }

    private static void AppendFails(string content, string message, AiCodeKind kind)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(), content);
        Assert.Equal(message.Replace("{path}", folder.File(), StringComparison.Ordinal), Append(folder, kind).Message);
        Assert.Equal(content, File.ReadAllText(folder.File()));
        Assert.Equal(["records.csv"], folder.Names);
    }

    private static AiCodeException Append(TempFolder folder, AiCodeKind kind) => Assert.Throws<AiCodeException>(() =>
    {
        using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File(), Append = true });
        if (kind == AiCodeKind.Commit)
        {
            file.Add(new AiCommit { CommitHash = "a" });
        }
        else
        {
            file.Add(new AiCodeChange { ChangeId = "1" });
        }
    });
}
