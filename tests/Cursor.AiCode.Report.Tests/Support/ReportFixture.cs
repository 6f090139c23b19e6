using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Cursor.AiCode.Report.Tests.Support;

/// <summary>Writes reports to a folder that is deleted afterwards.</summary>
public sealed class ReportFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicode-report-test-");

    /// <summary>Returns a new path.</summary>
    public string NewPath() => Path.Combine(_folder.FullName, $"{Guid.NewGuid():n}.html");

    /// <summary>Writes a report of records, by default in UTC and with the culture en-US.</summary>
    public TestReport Write(IEnumerable<AiCommit> commits, AiCodeReportOptions? options = null, IEnumerable<AiCodeChange>? changes = null)
    {
        var builder = new AiCodeReportBuilder(options ?? Options);
        foreach (AiCommit commit in commits)
        {
            builder.Add(commit);
        }

        foreach (AiCodeChange change in changes ?? [])
        {
            builder.Add(change);
        }

        string path = NewPath();
        return new TestReport(path, builder.Write(path));
    }

    /// <summary>The options of the tests.</summary>
    public static AiCodeReportOptions Options => new() { TimeZone = TimeZoneInfo.Utc, Culture = CultureInfo.GetCultureInfo("en-US") };

    public void Dispose() => _folder.Delete(recursive: true);
}
