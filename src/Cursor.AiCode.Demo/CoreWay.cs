using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Demo;

/// <summary>The demo by the library under the cmdlets, which needs no PowerShell, with the same output.</summary>
internal sealed class CoreWay(AiCodeClient client, TextWriter to)
{
    private static readonly AiCodeQuery July = new(new AiCodeDateRange(DemoCompany.Start, DemoCompany.End));

    /// <summary>Runs all steps.</summary>
    public static async Task RunAsync(EmulatorServer server, TextWriter to)
    {
        // No budget folder: the demo's requests are no one else's matter.
        using var client = new AiCodeClient(new AiCodeClientOptions(server.ApiKey, server.BaseUri) { RateLimiterDirectory = "" });
        await new CoreWay(client, to).RunAsync().ConfigureAwait(false);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static TextTable Newest(IEnumerable<AiCommit> commits)
    {
        var table = new TextTable(
            new("CreatedAt", 16), new("Commit", 7), new("User", 14), new("Repository", 15), new("Added", 6, IsRight: true),
            new("AI %", 5, IsRight: true), new("Message"));
        foreach (AiCommit commit in commits)
        {
            table.Add(
                commit.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), commit.CommitHash[..7], commit.UserEmail?.Split('@')[0],
                commit.RepoName?.Split('/')[^1], Text(commit.TotalLinesAdded),
                commit.AiPercent?.ToString("0'%'", CultureInfo.InvariantCulture), commit.Message?.Split('\n')[0].TrimEnd('\r'));
        }

        return table;
    }

    private static TextTable ByRepository(IEnumerable<AiCommit> records)
    {
        var table = new TextTable(
            new("Repository"), new("Commits", IsRight: true), new("Added", IsRight: true), new("AI", IsRight: true), new("AI %", IsRight: true));
        var repositories = records.GroupBy(record => (record.CommitHash, record.RepoName, record.UserId))
            .Select(commit => commit.MaxBy(record => record.CreatedAt)!)
            .GroupBy(commit => commit.RepoName)
            .Select(group => (Name: group.Key, Commits: group.Count(), Added: group.Sum(c => c.TotalLinesAdded), Ai: group.Sum(c => c.AiLinesAdded)))
            .OrderByDescending(repository => repository.Added);
        foreach (var (name, commits, added, ai) in repositories.Take(6))
        {
            table.Add(name, Text(commits), Text(added), Text(ai), added > 0 ? Text((long)Math.Round(100.0 * ai / added)) : null);
        }

        return table;
    }

    private async Task RunAsync()
    {
        to.WriteLine(DemoStep.July.Prompted);
        Print(DemoStep.Newest, Newest(await ReadAsync(8).ConfigureAwait(false)));
        to.WriteLine(DemoStep.Once.Prompted);
        Print(DemoStep.ByRepository, ByRepository(await ReadAsync(int.MaxValue).ConfigureAwait(false)));
        Print(DemoStep.Files, await WriteFilesAsync().ConfigureAwait(false));
    }

    private async Task<List<AiCommit>> ReadAsync(int most)
    {
        var all = new List<AiCommit>();
        await foreach (IReadOnlyList<AiCommit> batch in client.ReadCommitsAsync(July with { MaxRecords = (ulong)most }).ConfigureAwait(false))
        {
            all.AddRange(batch.Take(most - all.Count));
            if (all.Count == most)
            {
                break;
            }
        }

        return all;
    }

    private async Task<TextTable> WriteFilesAsync()
    {
        var table = new TextTable(new("Kind", IsRight: true), new("RecordCount", IsRight: true), new("Length", IsRight: true), new("RequestCount", IsRight: true));
        foreach ((AiCodeKind kind, string path) in new[] { (AiCodeKind.Commit, DemoFiles.Commits), (AiCodeKind.Change, DemoFiles.Changes) })
        {
            AiCodeExport file = await client.ExportAsync(kind, July, new AiCodeExportOptions { Path = Path.GetFullPath(path) }).ConfigureAwait(false);
            table.Add(file.Kind.ToString(), Text(file.RecordCount), Text(file.Length), Text(file.RequestCount));
        }

        return table;
    }

    private void Print(DemoStep step, TextTable table)
    {
        to.WriteLine(step.Prompted);
        to.WriteLine();
        foreach (string line in table.Lines())
        {
            to.WriteLine(line);
        }

        to.WriteLine();
    }
}
