using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Cursor.AiCode.Emulator.Api;
using Cursor.AiCode.Emulator.Faults;

namespace Cursor.AiCode.Emulator;

/// <summary>The program's options: one table gives the reading and the help.</summary>
internal sealed record CommandLine
{
    private static readonly CommandOption[] Table =
    [
        new("--port", "N", "port on 127.0.0.1; 0 takes a free one (default)", (c, v) => c.With(c.Options with { Port = Int(v) })),
        new("--tls", "MODE", "https with a certificate that is untrusted or for other-host", (c, v) => c.With(c.Options with
        {
            Tls = Choice(v, ("untrusted", TlsMode.Untrusted), ("other-host", TlsMode.OtherHost)),
        })),
        new("--key", "KEY", "the key to accept; by default made from the seed", (c, v) => c.With(c.Options with { ApiKey = v })),
        new("--seed", "N", "what the data is drawn from (1)", (c, v) => c.With(c.Options with { Seed = Int(v) })),
        new("--developers", "N", "developers in the company (50)", (c, v) => c.With(c.Options with { Developers = Int(v) })),
        new("--commits", "N", "commit records (3 per developer and workday)", (c, v) => c.With(c.Options with { Commits = Int(v) })),
        new("--changes", "N", "change records (50 per developer and workday)", (c, v) => c.With(c.Options with { Changes = Int(v) })),
        new("--days", "N", "days over which they are spread (60)", (c, v) => c.With(c.Options with { Days = Int(v) })),
        new("--now", "ISO", "where the data ends and the calendar starts (the present)", (c, v) => c.With(c.Options with { Now = Instant(v) })),
        new("--arriving", "N", "records of each kind that arrive every minute (0)", (c, v) => c.With(c.Options with { ArrivingPerMinute = Int(v) })),
        new("--privacy", "SHARE", "share of developers in privacy mode, 0 to 1 (0.08)", (c, v) => c.With(c.Options with { PrivacyShare = Number(v) })),
        new("--shape", "SHAPE", "newer, newer-sample (source as 2nd column), older", (c, v) => c.With(c.Options with
        {
            Shape = Choice(v, ("newer", ApiShape.Newer), ("newer-sample", ApiShape.NewerSample), ("older", ApiShape.Older)),
        })),
        new("--newline", "lf|crlf", "how CSV lines end (lf)", (c, v) => c.With(c.Options with
        {
            Newline = Choice(v, ("lf", CsvNewline.Lf), ("crlf", CsvNewline.CrLf)),
        })),
        new("--gzip", null, "compress for clients that accept it", (c, _) => c.With(c.Options with { Gzip = true })),
        new("--throttle", "MB/S", "the most a CSV body is sent at", (c, v) => c.With(c.Options with { ThrottleMegabytes = Number(v) })),
        new("--redirect", "csv[:307]", "send CSV requests to another path first, by 302 or 307", (c, v) => c.With(c.Options with
        {
            CsvRedirect = Choice(v, ("csv", 302), ("csv:302", 302), ("csv:307", 307)),
        })),
        new("--page-size-cap", "N", "largest page (1000)", (c, v) => c.With(c.Options with { PageSizeCap = Int(v) })),
        new("--page-size-cap-mode", "MODE", "error or clamp (error)", (c, v) => c.With(c.Options with
        {
            PageSizeCapMode = Choice(v, ("error", PageSizeCapMode.Error), ("clamp", PageSizeCapMode.Clamp)),
        })),
        new("--unknown-user", "MODE", "empty answer, or error 404 (empty)", (c, v) => c.With(c.Options with
        {
            UnknownUser = Choice(v, ("empty", UnknownUserMode.Empty), ("error", UnknownUserMode.Error)),
        })),
        new("--max-range-days", "N", "longest range of a query (any)", (c, v) => c.With(c.Options with { MaxRangeDays = Int(v) })),
        new("--limit", "N", "requests a minute and endpoint; 0 is none (20)", (c, v) => c.With(c.Options with { Limit = Int(v) })),
        new("--limit-model", "MODEL", "fixed (minutes of the clock) or sliding (fixed)", (c, v) => c.With(c.Options with
        {
            LimitModel = Choice(v, ("fixed", LimitModel.Fixed), ("sliding", LimitModel.Sliding)),
        })),
        new("--retry-after", "STYLE", "seconds, date or none (seconds)", (c, v) => c.With(c.Options with
        {
            RetryAfter = Choice(v, ("seconds", RetryAfterStyle.Seconds), ("date", RetryAfterStyle.Date), ("none", RetryAfterStyle.None)),
        })),
        new("--not-enterprise-status", "N", "401 or 403 for " + EmulatorKeys.NotEnterprise, (c, v) => c.With(c.Options with { NotEnterpriseStatus = Int(v) })),
        new("--missing-scope-status", "N", "401 or 403 for " + EmulatorKeys.MissingScope, (c, v) => c.With(c.Options with { MissingScopeStatus = Int(v) })),
        new("--error-shape", "SHAPE", "documented, code or html", (c, v) => c.With(c.Options with
        {
            ErrorShape = Choice(v, ("documented", ErrorShape.Documented), ("code", ErrorShape.Code), ("html", ErrorShape.Html)),
        })),
        new("--fault", "SPEC", "a fault to play (see below); may be given again", (c, v) => c.With(c.Options with { Faults = [.. c.Options.Faults, PlannedFault.Parse(v).Spec] })),
        new("--ready-file", "PATH", "write the address there once the server listens", (c, v) => c with { ReadyFile = v }),
        new("--help", null, "show this", (c, _) => c with { IsHelp = true }),
    ];

    /// <summary>What the server is to do.</summary>
    public EmulatorOptions Options { get; private init; } = new();

    /// <summary>Where to write the address, or null.</summary>
    public string? ReadyFile { get; private init; }

    /// <summary>Only the help is asked for.</summary>
    public bool IsHelp { get; private init; }

    /// <summary>Reads the program's arguments.</summary>
    /// <exception cref="FormatException">An argument is not known or has a wrong value; the message says which.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            CommandOption option = Table.FirstOrDefault(o => o.Name == name)
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
    public static void WriteHelp(TextWriter to)
    {
        to.WriteLine("Emulates Cursor's AI Code Tracking API on 127.0.0.1 until Ctrl+C.");
        to.WriteLine();
        foreach (CommandOption option in Table)
        {
            to.WriteLine("  " + (option.Name + " " + option.Value).PadRight(30) + "  " + option.Help);
        }

        to.WriteLine();
        to.WriteLine("A fault is name[:argument][:count[+skip]][@endpoint]: played on every request, or on");
        to.WriteLine("'count' of them after 'skip' that pass, and at one endpoint only where one is named.");
        foreach (FaultKind kind in FaultCatalog.All)
        {
            to.WriteLine("  " + (kind.Name + (kind.Argument is null ? "" : ":" + kind.Argument)).PadRight(30) + "  " + kind.Help);
        }
    }

    private CommandLine With(EmulatorOptions options) => this with { Options = options };

    private static int Int(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException("'" + text + "' is not a whole number.");

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new FormatException("'" + text + "' is not a number.");

    private static DateTimeOffset Instant(string text) =>
        DateParameter.TryRead(text, DateTimeOffset.UtcNow, out DateTimeOffset instant)
            ? instant
            : throw new FormatException("'" + text + "' is not a date; " + DateParameter.Expected + ".");

    private static T Choice<T>(string text, params (string Name, T Value)[] choices)
    {
        foreach ((string name, T value) in choices)
        {
            if (name == text)
            {
                return value;
            }
        }

        throw new FormatException("'" + text + "' is none of " + string.Join(", ", choices.Select(c => c.Name)) + ".");
    }
}
