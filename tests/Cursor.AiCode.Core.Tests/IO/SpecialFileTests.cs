#if !CORE_NETSTANDARD
using System;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests that devices, pipes and sockets are neither replaced nor waited for.</summary>
public sealed class SpecialFileTests
{
    [NotWindowsTheory]
    [InlineData("pipe", AiCodeErrorKind.FileNotWritable, "a named pipe")]
    [InlineData("link to pipe", AiCodeErrorKind.FileNotWritable, "a named pipe")]
    [InlineData("link to link to pipe", AiCodeErrorKind.FileNotWritable, "a named pipe")]
    [InlineData("socket", AiCodeErrorKind.FileNotWritable, "a socket")]
    [InlineData("device", AiCodeErrorKind.FileNotWritable, "a device")]
    [InlineData("link to device", AiCodeErrorKind.FileNotWritable, "a device")]
    [InlineData("link to itself", AiCodeErrorKind.FileNotWritable, "a symbolic link whose target doesn't exist")]
    [InlineData("link to folder", AiCodeErrorKind.PathIsFolder, "a folder")]
    public async Task Trial_F08_a_special_file_is_an_error_before_the_first_request(string fileType, AiCodeErrorKind kind, string description)
    {
        using var folder = new TempFolder();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        string target = folder.File("target"), path = fileType == "device" ? "/dev/null" : folder.File();
        switch (fileType)
        {
            case "pipe":
                CreatePipe(path);
                break;
            case "link to pipe" or "link to link to pipe":
                CreatePipe(target);
                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            case "link to device":
                target = "/dev/null";
                break;
            case "link to itself":
                target = path;
                break;
            case "link to folder":
                Directory.CreateDirectory(target);
                break;
        }

        if (fileType.StartsWith("link to link", StringComparison.Ordinal))
        {
            File.CreateSymbolicLink(folder.File("between"), target);
            target = folder.File("between");
        }

        if (fileType.StartsWith("link", StringComparison.Ordinal))
        {
            File.CreateSymbolicLink(path, target);
        }

        string[] before = folder.Names;
        await using TestServer server = await TestServer.StartAsync(Response.Page());
        using var client = new TestClient(server);
        foreach (bool append in new[] { false, true })
        {
            var options = new AiCodeExportOptions { Path = path, Append = append, Force = true };
            _ = await client.FailsAsync(kind, () => client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, options));
            AiCodeException e = Assert.Throws<AiCodeException>(() => new AiCodeCsvWriter(options));
            Assert.Equal(kind, e.Kind);
            Assert.Equal($"'{path}' is {description}. Specify the path of a file.", e.Message);
        }

        Assert.Empty(server.Requests);
        Assert.Equal(before, folder.Names);
    }

    // The export creates the missing target of a link.
    [NotWindowsFact]
    public void A_link_to_a_missing_file_stays_a_link()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File(), folder.File("target.csv"));
        using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() });
        file.Add(new AiCodeChange { ChangeId = "1" });
        _ = file.Complete();
        Assert.Equal(folder.File("target.csv"), new FileInfo(folder.File()).LinkTarget);
        Assert.StartsWith(Response.ChangeHeader, File.ReadAllText(folder.File("target.csv")), StringComparison.Ordinal);
    }

    private static void CreatePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
#endif
