using System;
using System.IO;
using System.Linq;
using System.Threading;
using Cursor.AiCode.Report.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Report.Tests;

/// <summary>Tests that the file of a report is written atomically.</summary>
public sealed class FileTests(ReportFixture fixture) : IClassFixture<ReportFixture>
{
    [Fact]
    public void An_existing_file_is_replaced()
    {
        string path = Existing();
        AiCodeReport result = NewBuilder().Write(path);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(new FileInfo(path).Length, result.Length);
        Assert.Equal(path, result.Path);
        AssertNoOtherFiles(path);
    }

    [Fact]
    public void NoClobber_and_read_only_files_prevent_replacement()
    {
        string path = Existing();
        Assert.Equal(AiCodeErrorKind.FileExists, Assert.Throws<AiCodeException>(() => NewBuilder().Write(path, noClobber: true)).Kind);
        Assert.Equal(AiCodeErrorKind.FileExists, Assert.Throws<AiCodeException>(() => AiCodeReportBuilder.EnsureWritable(path, force: false, noClobber: true)).Kind);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Assert.Equal(AiCodeErrorKind.FileReadOnly, Assert.Throws<AiCodeException>(() => NewBuilder().Write(path)).Kind);
        Assert.Equal("old", File.ReadAllText(path));
        _ = NewBuilder().Write(path, force: true);
        Assert.NotEqual("old", File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Fact]
    public void A_canceled_report_keeps_the_existing_file()
    {
        string path = Existing();
        _ = Assert.ThrowsAny<OperationCanceledException>(() => NewBuilder().Write(path, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal("old", File.ReadAllText(path));
        AssertNoOtherFiles(path);
    }

    [Fact]
    public void A_missing_folder_is_an_error() =>
        Assert.Equal(AiCodeErrorKind.FolderNotFound, Assert.Throws<AiCodeException>(() => NewBuilder().Write(Path.Combine(fixture.NewPath(), "x.html"))).Kind);

    [Fact]
    public void Records_of_files_equal_those_of_the_pipeline()
    {
        string commits = Path.ChangeExtension(fixture.NewPath(), ".csv"), changes = Path.ChangeExtension(fixture.NewPath(), ".csv");
        AiCommit[] records = Records.Weeks(0, 1, 2).ToArray();
        AiCodeChange[] changed = [Records.Change(Records.Monday, "gpt-5", "ts", 10)];
        Save(commits, writer => Array.ForEach(records, writer.Add));
        Save(changes, writer => Array.ForEach(changed, writer.Add));
        var range = new AiCodeDateRange(new DateTimeOffset(2025, 7, 7, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 7, 21, 0, 0, 0, TimeSpan.Zero));
        foreach (AiCodeReportOptions options in (AiCodeReportOptions[])[ReportFixture.Options, ReportFixture.Options with { Range = range }])
        {
            var builder = new AiCodeReportBuilder(options);
            foreach (string file in (string[])[commits, changes])
            {
                using var reader = new AiCodeCsvReader(file);
                builder.AddRecords(reader);
            }

            string path = fixture.NewPath();
            AiCodeReport result = builder.Write(path);
            TestReport expected = fixture.Write(records, options, changed);
            var actual = new TestReport(path, result);
            Assert.Equal(expected.Document.Descendants("main").Single().ToString(), actual.Document.Descendants("main").Single().ToString());
            Assert.Equal(expected.Result with { Path = path }, result);
        }
    }

    private static void Save(string path, Action<AiCodeCsvWriter> add)
    {
        using var writer = new AiCodeCsvWriter(new AiCodeExportOptions { Path = path });
        add(writer);
        _ = writer.Complete();
    }

    private static void AssertNoOtherFiles(string path) =>
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!, $"*{Path.GetFileNameWithoutExtension(path)}*"));

    private static AiCodeReportBuilder NewBuilder()
    {
        var builder = new AiCodeReportBuilder(ReportFixture.Options);
        builder.Add(Records.Commit(Records.Monday));
        return builder;
    }

    private string Existing()
    {
        string path = fixture.NewPath();
        File.WriteAllText(path, "old");
        return path;
    }
}
