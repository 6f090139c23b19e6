using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Cursor.AiCode.Emulator.Api;
using Cursor.AiCode.Emulator.Faults;

namespace Cursor.AiCode.Emulator;

/// <summary>The command line. One table defines how options are parsed and what the help says.</summary>
internal sealed record CommandLine
{
    private static readonly Option[] Table =
    [
        Set("--port", "N", "port on 127.0.0.1; 0 selects a free port (default)", (o, v) => o with { Port = Int(v) }),
        Set("--tls", "MODE", "HTTPS with a certificate that is untrusted, or for other-host", (o, v) => o with { Tls = Choice<TlsMode>(v) }),
        Set("--key", "KEY", "API key to accept (derived from the seed)", (o, v) => o with { ApiKey = v }),
        Set("--seed", "N", "seed of the generated data (1)", (o, v) => o with { Seed = Int(v) }),
        Set("--developers", "N", "developers in the company (50)", (o, v) => o with { Developers = Int(v) }),
        Set("--commits", "N", "commit records (3 per developer and workday)", (o, v) => o with { Commits = Int(v) }),
        Set("--changes", "N", "change records (50 per developer and workday)", (o, v) => o with { Changes = Int(v) }),
        Set("--days", "N", "days that the records are spread over (60)", (o, v) => o with { Days = Int(v) }),
        Set("--now", "ISO", "end of the data and start of the simulated time (now)", (o, v) => o with { Now = Date(v) }),
        Set("--arriving", "N", "records of each kind that arrive per minute (0)", (o, v) => o with { ArrivingPerMinute = Int(v) }),
        Set("--privacy", "SHARE", "share of developers in privacy mode, 0 to 1 (0.08)", (o, v) => o with { PrivacyShare = Number(v) }),
        Set("--shape", "SHAPE", "newer, newer-sample (source is the 2nd column), older (newer)", (o, v) => o with { Shape = Choice<ApiShape>(v) }),
        Set("--newline", "lf|crlf", "line ending of CSV (lf)", (o, v) => o with { Newline = Choice<CsvNewline>(v) }),
        Set("--gzip", null, "compress for clients that accept gzip", (o, _) => o with { Gzip = true }),
        Set("--throttle", "MB/S", "maximum rate of a CSV body", (o, v) => o with { ThrottleMegabytes = Number(v) }),
        Set("--redirect", "csv[:307]", "redirect CSV requests to another path, with 302 or 307", (o, v) => o with { CsvRedirect = RedirectStatus(v) }),
        Set("--page-size-cap", "N", "maximum page size (1000)", (o, v) => o with { PageSizeCap = Int(v) }),
        Set("--page-size-cap-mode", "MODE", "larger pages: error or clamp (error)", (o, v) => o with { PageSizeCapMode = Choice<PageSizeCapMode>(v) }),
        Set("--unknown-user", "MODE", "unknown user: empty, or error for 404 (empty)", (o, v) => o with { UnknownUser = Choice<UnknownUserMode>(v) }),
        Set("--max-range-days", "N", "maximum date range (unlimited)", (o, v) => o with { MaxRangeDays = Int(v) }),
        Set("--range-model", "MODEL", "elapsed, dates (touched) or exclusive (elapsed)", (o, v) => o with { RangeModel = Choice<RangeModel>(v) }),
        Set("--page-past-end-status", "N", "400 or 404 for a page past the end (an empty page)", (o, v) => o with { PagePastEndStatus = Int(v) }),
        Set("--commit-details", "MODE", "commit details: none, current, or older for at most 2 hashes (none)", (o, v) => o with { CommitDetails = Choice<CommitDetailsMode>(v) }),
        Set("--unknown-hash", "MODE", "unknown hashes: omit, empty (also all of them), or error for 404 (omit)", (o, v) => o with { UnknownHash = Choice<UnknownHashMode>(v) }),
        Set("--limit", "N", "requests per minute and endpoint; 0 is unlimited (20)", (o, v) => o with { Limit = Int(v) }),
        Set("--limit-model", "MODEL", "fixed (minutes of the clock) or sliding (fixed)", (o, v) => o with { LimitModel = Choice<LimitModel>(v) }),
        Set("--retry-after", "STYLE", "seconds, date or none (seconds)", (o, v) => o with { RetryAfter = Choice<RetryAfterStyle>(v) }),
        Set("--not-enterprise-status", "N", "401 or 403 for " + EmulatorKeys.NotEnterprise + " (401)", (o, v) => o with { NotEnterpriseStatus = Int(v) }),
        Set("--missing-scope-status", "N", "401 or 403 for " + EmulatorKeys.MissingScope + " (401)", (o, v) => o with { MissingScopeStatus = Int(v) }),
        Set("--error-shape", "SHAPE", "documented, code or html (documented)", (o, v) => o with { ErrorShape = Choice<ErrorShape>(v) }),
        Set("--fault", "SPEC", "fault to play (see below); can be repeated", (o, v) => o with { Faults = [.. o.Faults, PlannedFault.Parse(v).Spec] }),
        new("--ready-file", "PATH", "file to write the address to when the server listens", (line, v) => line with { ReadyFile = v }),
        new("--help", null, "show this help", (line, _) => line with { IsHelp = true }),
    ];

    /// <summary>The options of the server.</summary>
    public EmulatorOptions Options { get; private init; } = new();

    /// <summary>The file to write the address to, or null.</summary>
    public string? ReadyFile { get; private init; }

    /// <summary>Whether to show the help and exit.</summary>
    public bool IsHelp { get; private init; }

    /// <summary>Parses the arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown or has an invalid value; the message names it.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            Option option = Table.FirstOrDefault(o => o.Name == name)
                ?? throw new FormatException("Unknown option '" + name + "'. --help lists the options.");
            string value = "";
            if (option.Value is not null)
            {
                value = ++i < args.Count ? args[i] : throw new FormatException(name + " needs a value: " + option.Value + ".");
            }

            try
            {
                line = option.Apply(line, value);
            }
            catch (FormatException e)
            {
                throw new FormatException(name + ": " + e.Message, e);
            }
        }

        return line;
    }

    /// <summary>Writes the help.</summary>
    public static void WriteHelp(TextWriter writer)
    {
        writer.WriteLine("Emulates Cursor's AI Code Tracking API on 127.0.0.1 until Ctrl+C.");
        writer.WriteLine();
        foreach (Option option in Table)
        {
            writer.WriteLine("  " + (option.Name + " " + option.Value).PadRight(30) + "  " + option.Help);
        }

        writer.WriteLine();
        writer.WriteLine("A fault is name[:argument][:count[+skip]][@endpoint]. It is played on every request, or on");
        writer.WriteLine("'count' requests after 'skip' successful ones, at all endpoints or at the one named. 1/N is one");
        writer.WriteLine("in N records.");
        foreach (FaultKind kind in FaultCatalog.All)
        {
            string name = kind.Argument is null ? kind.Name : kind.Name + ":" + kind.Argument;
            writer.WriteLine("  " + name.PadRight(30) + "  " + kind.Description);
        }
    }

    private static Option Set(string name, string? value, string help, Func<EmulatorOptions, string, EmulatorOptions> apply) =>
        new(name, value, help, (line, text) => line with { Options = apply(line.Options, text) });

    private static int Int(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException("'" + text + "' is not a whole number.");

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new FormatException("'" + text + "' is not a number.");

    private static DateTimeOffset Date(string text) =>
        DateParameter.TryParse(text, DateTimeOffset.UtcNow, out DateTimeOffset date)
            ? date
            : throw new FormatException("'" + text + "' is not a date; " + DateParameter.Expected + ".");

    private static int RedirectStatus(string text) => text switch
    {
        "csv" or "csv:302" => 302,
        "csv:307" => 307,
        _ => throw new FormatException("'" + text + "' is not one of csv, csv:302, csv:307."),
    };

    // The value NewerSample is newer-sample on the command line.
    private static T Choice<T>(string text)
        where T : struct, Enum
    {
        Dictionary<string, T> values = Enum.GetValues<T>().ToDictionary(v => string.Concat(
            v.ToString().Select((c, i) => (i > 0 && char.IsUpper(c) ? "-" : "") + char.ToLowerInvariant(c))));
        return values.TryGetValue(text, out T value)
            ? value
            : throw new FormatException("'" + text + "' is not one of " + string.Join(", ", values.Keys) + ".");
    }

    /// <param name="Name">The name, with its dashes.</param>
    /// <param name="Value">The format of the value, or null for a switch.</param>
    /// <param name="Help">What the option does, in one line.</param>
    /// <param name="Apply">Returns the command line with the value.</param>
    private sealed record Option(string Name, string? Value, string Help, Func<CommandLine, string, CommandLine> Apply);
}
