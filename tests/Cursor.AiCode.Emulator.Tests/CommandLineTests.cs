using System;
using System.IO;
using System.Text.RegularExpressions;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void No_arguments_give_the_defaults()
    {
        CommandLine line = CommandLine.Parse([]);
        Assert.Equal(new EmulatorOptions { Faults = line.Options.Faults }, line.Options);
        Assert.Null(line.ReadyFile);
        Assert.False(line.IsHelp);
    }

    [Fact]
    public void Every_option_is_parsed()
    {
        string[] args =
        [
            "--port", "8080", "--tls", "other-host", "--key", "k", "--seed", "7", "--developers", "9", "--commits", "10", "--changes", "11", "--days", "12",
            "--now", "2025-08-01T10:00:00+02:00", "--arriving", "3", "--privacy", "0.5", "--shape", "newer-sample", "--newline", "crlf",
            "--gzip", "--throttle", "80.5", "--redirect", "csv:307", "--page-size-cap", "500", "--page-size-cap-mode", "clamp",
            "--unknown-user", "error", "--max-range-days", "30", "--range-model", "dates", "--page-past-end-status", "404",
            "--commit-details", "older", "--unknown-hash", "error", "--limit", "5", "--limit-model", "sliding", "--retry-after", "date",
            "--not-enterprise-status", "403", "--missing-scope-status", "403", "--error-shape", "html", "--ready-file", "there", "--help",
        ];
        CommandLine line = CommandLine.Parse(args);
        var expected = new EmulatorOptions
        {
            Port = 8080, Tls = TlsMode.OtherHost, ApiKey = "k", Seed = 7, Developers = 9, Commits = 10, Changes = 11, Days = 12,
            Now = new DateTimeOffset(2025, 8, 1, 8, 0, 0, TimeSpan.Zero), ArrivingPerMinute = 3, PrivacyShare = 0.5,
            Shape = ApiShape.NewerSample, Newline = CsvNewline.Crlf, Gzip = true, ThrottleMegabytes = 80.5, CsvRedirect = 307,
            PageSizeCap = 500, PageSizeCapMode = PageSizeCapMode.Clamp, UnknownUser = UnknownUserMode.Error, MaxRangeDays = 30, RangeModel = RangeModel.Dates, PagePastEndStatus = 404,
            CommitDetails = CommitDetailsMode.Older, UnknownHash = UnknownHashMode.Error, Limit = 5,
            LimitModel = LimitModel.Sliding, RetryAfter = RetryAfterStyle.Date, NotEnterpriseStatus = 403, MissingScopeStatus = 403,
            ErrorShape = ErrorShape.Html, Faults = line.Options.Faults,
        };
        Assert.Equal(expected, line.Options);
        Assert.Equal("there", line.ReadyFile);
        Assert.True(line.IsHelp);

        // A new option must be added here.
        using var help = new StringWriter();
        CommandLine.WriteHelp(help);
        foreach (Match option in Regex.Matches(help.ToString(), "^  (--[a-z-]+)", RegexOptions.Multiline))
        {
            Assert.True(Array.IndexOf(args, option.Groups[1].Value) >= 0 || option.Groups[1].Value == "--fault", option.Value);
        }
    }

    [Theory]
    [InlineData("--limits", "5")]
    [InlineData("--limit")]
    [InlineData("--limit", "five")]
    [InlineData("--shape", "oldest")]
    [InlineData("--now", "today")]
    [InlineData("--privacy", "some")]
    [InlineData("--fault", "no-such-fault")]
    [InlineData("extra")]
    public void An_invalid_argument_is_named(params string[] args)
    {
        FormatException e = Assert.Throws<FormatException>(() => CommandLine.Parse(args));
        Assert.Contains(args[0], e.Message, StringComparison.Ordinal);
    }
}
