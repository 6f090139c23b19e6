using System.IO;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests that a file that is open in another program, such as Excel, is an error before the first request.</summary>
public sealed class OpenFileTests
{
    [Fact]
    public async Task An_unreadable_file_cannot_be_appended_to()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), Response.CommitsText(Response.CommitRow(1)));
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(2)));
        using var client = new TestClient(server);
        using (new FileStream(folder.File(), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            _ = await client.FailsAsync(AiCodeErrorKind.FileNotWritable, () => client.Client.ExportAsync(
                AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File(), Append = true }));
        }

        Assert.Empty(server.Requests);
        Assert.Equal(["records.csv"], folder.Names);
    }

    [WindowsFact]
    public async Task A_file_that_cannot_be_replaced_is_an_error_before_the_first_request()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), "old");
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(2)));
        using var client = new TestClient(server);
        foreach (bool append in new[] { true, false })
        {
            using var held = new FileStream(folder.File(), FileMode.Open, FileAccess.Read, FileShare.Read);
            _ = await client.FailsAsync(AiCodeErrorKind.FileNotWritable, () => client.Client.ExportAsync(
                AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File(), Append = append }));
        }

        Assert.Empty(server.Requests);
        using (new FileStream(folder.File(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File() });
        }

        Assert.NotEmpty(server.Requests);
    }
}
