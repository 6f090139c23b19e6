using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Cursor.AiCode.Parquet;

namespace Cursor.AiCode.ExportHost;

/// <summary>Performs one call of the client, and prints its result as JSON.</summary>
internal static class Program
{
    /// <summary>Runs the program.</summary>
    /// <returns>0, or 1 after an <see cref="AiCodeException"/>. Other exit codes indicate a crash.</returns>
    public static async Task<int> Main(string[] args)
    {
        var arguments = new HostArguments(args);
        var result = new Dictionary<string, object?>();
        int code = 0;
        try
        {
            await WarmUpAsync(arguments).ConfigureAwait(false);
            await WaitForStartAsync(arguments).ConfigureAwait(false);
            await RunAsync(arguments, result).ConfigureAwait(false);
        }
        catch (AiCodeException e)
        {
            result["kind"] = e.Kind.ToString();
            result["message"] = e.Message;
            result["details"] = e.ToString();
            code = 1;
        }

        using var process = Process.GetCurrentProcess();
        result["peakBytes"] = PeakBytes(process);
        result["milliseconds"] = (long)(DateTime.Now - process.StartTime).TotalMilliseconds;
        Console.Out.WriteLine(JsonSerializer.Serialize(result));
        return code;
    }

    // With a fast clock, the just-in-time compilation during the first request would take most of a minute.
    private static async Task WarmUpAsync(HostArguments arguments)
    {
        if (arguments.Find("--warm-up") is not { } address)
        {
            return;
        }

        var options = new AiCodeClientOptions(arguments["--key"], new Uri(address)) { RateLimiterDirectory = arguments.Find("--rate-limiter") ?? "", RequestsPerMinute = 100_000 };
        using var client = new AiCodeClient(options, static _ => { });
        _ = await client.CountCommitsAsync(QueryOf(arguments)).ConfigureAwait(false);
    }

    // Several processes can start at the same time by waiting for one file.
    private static async Task WaitForStartAsync(HostArguments arguments)
    {
        while (arguments.Find("--after") is { } path && !File.Exists(path))
        {
            await Task.Delay(5).ConfigureAwait(false);
        }
    }

    private static AiCodeQuery QueryOf(HostArguments arguments) =>
        new(new AiCodeDateRange(arguments.Time("--start"), arguments.Time("--end"))) { Transport = arguments.Choice("--transport", AiCodeTransport.Auto) };

    private static async Task RunAsync(HostArguments arguments, Dictionary<string, object?> result)
    {
        var waits = new List<double>();
        var events = new List<string>();
        var options = new AiCodeClientOptions(arguments["--key"], new Uri(arguments["--uri"]))
        {
            RateLimiterDirectory = arguments.Find("--rate-limiter") ?? "",
            RequestsPerMinute = arguments.Has("--learn") ? null : arguments.Number("--limit") ?? 100_000,
            TimeProvider = arguments.Number("--speed") is { } speed ? new FastClock(speed) : TimeProvider.System,
            MaxRetryAfter = TimeSpan.FromMinutes(10),
        };
        using var client = new AiCodeClient(options, item =>
        {
            lock (waits)
            {
                if (item is WaitEvent wait)
                {
                    waits.Add(wait.Duration.TotalSeconds);
                }

                if (item is not ProgressEvent)
                {
                    events.Add(item.ToString());
                }
            }
        });
        AiCodeQuery query = QueryOf(arguments);
        AiCodeKind kind = arguments.Choice("--kind", AiCodeKind.Commit);
        try
        {
            switch (arguments.Action)
            {
                case "export":
                    await ExportAsync(client, kind, query, arguments, result).ConfigureAwait(false);
                    break;
                case "dataset":
                    await ExportDatasetAsync(client, kind, arguments, result).ConfigureAwait(false);
                    break;
                case "read":
                    result["records"] = kind == AiCodeKind.Commit
                        ? await ReadAsync(client.ReadCommitsAsync(query)).ConfigureAwait(false)
                        : await ReadAsync(client.ReadChangesAsync(query)).ConfigureAwait(false);
                    break;
                case "count":
                    for (int i = arguments.Number("--times") ?? 1; i > 0; i--)
                    {
                        result["records"] = await client.CountCommitsAsync(query).ConfigureAwait(false);
                    }

                    break;
                default:
                    throw new ArgumentException("'" + arguments.Action + "' isn't an action.");
            }
        }
        finally
        {
            result["requests"] = client.RequestCount;
            result["maxWait"] = waits.Count == 0 ? 0 : waits.Max();
            result["waits"] = waits.Count;
            result["events"] = events;
        }
    }

    private static async Task ExportAsync(
        AiCodeClient client, AiCodeKind kind, AiCodeQuery query, HostArguments arguments, Dictionary<string, object?> result)
    {
        var options = new AiCodeExportOptions
        {
            Path = arguments["--out"],
            Append = arguments.Has("--append"),
            Force = arguments.Has("--force"),
            ComputeHash = arguments.Has("--hash"),
        };
        AiCodeExport export = await client.ExportAsync(kind, query, options).ConfigureAwait(false);
        result["added"] = export.RecordCount;
        result["records"] = export.TotalRecordCount;
        result["length"] = export.Length;
        result["sha256"] = export.Sha256;
    }

    private static async Task ExportDatasetAsync(AiCodeClient client, AiCodeKind kind, HostArguments arguments, Dictionary<string, object?> result)
    {
        AiCodeDataset export = await client.ExportDatasetAsync(kind, new AiCodeDatasetOptions
        {
            Path = arguments["--out"],
            Format = arguments["--format"] switch
            {
                "Csv" => AiCodeFileFormat.Csv,
                "CompressedCsv" => AiCodeFileFormat.CompressedCsv,
                _ => ParquetFileFormat.Instance,
            },
            StartDate = arguments.Has("--continue") ? null : arguments.Time("--start"),
            EndDate = arguments.Time("--end"),
        }).ConfigureAwait(false);
        result["records"] = export.RecordCount;
        result["days"] = export.DayCount;
        result["length"] = export.Length;
    }

    private static async Task<long> ReadAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> batches)
    {
        long count = 0;
        await foreach (IReadOnlyList<T> batch in batches.ConfigureAwait(false))
        {
            count += batch.Count;
        }

        return count;
    }

    // On Linux, the peak is in /proc. On other systems, .NET gets it from the system.
    private static long PeakBytes(Process process)
    {
        const string Peak = "VmHWM:";
        if (!OperatingSystem.IsLinux())
        {
            return process.PeakWorkingSet64;
        }

        string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith(Peak, StringComparison.Ordinal));
        return long.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
