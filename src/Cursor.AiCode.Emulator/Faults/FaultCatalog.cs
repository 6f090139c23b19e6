using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A fault that the command line can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Argument">The format of the argument, for the help, or null if there is none.</param>
/// <param name="Description">What is wrong with the response, in one line.</param>
/// <param name="Create">Creates the fault. The argument is null if none is given.</param>
internal sealed record FaultKind(string Name, string? Argument, string Description, Func<string?, Fault> Create)
{
    /// <summary>Whether the text after the name is its argument; otherwise it is a count.</summary>
    public Func<string, bool> IsArgument { get; init; } = _ => true;
}

/// <summary>All faults. To add one, add a line here and, if it needs code, a method to the class for the place where it intervenes.</summary>
internal static class FaultCatalog
{
    private const string SignInPage = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n";
    private const string ErrorBody = "{\"error\":\"Internal Server Error\",\"message\":\"Try again.\"}";

    /// <summary>All faults, in the order of the help.</summary>
    public static IReadOnlyList<FaultKind> All { get; } =
    [
        // Another response: ResponseFaults
        new("status", "N", "an error with this status", a => Respond(c => c.WriteErrorAsync(ApiError.Of(Number(a, 503))))) { IsArgument = IsStatus },
        new("retry-after", "FORM", "429 with a Retry-After: " + ResponseFaults.RetryAfterForms, a => Respond(c => ResponseFaults.TooManyRequestsAsync(c, a ?? "seconds"))) { IsArgument = ResponseFaults.IsRetryAfterForm },
        new("echo-key", null, "401 with a message that contains the key", _ => Respond(ResponseFaults.EchoKeyAsync)),
        new("reset-before-headers", null, "the connection is reset before the headers", _ => Respond(ResponseFaults.ResetAsync)),
        new("no-headers", null, "no response at all", _ => Respond(c => c.WaitForAbortAsync())),
        new("huge-headers", null, "8 MB of headers", _ => new Fault { EditHeaders = ResponseFaults.AddHugeHeaders }),
        new("skewed-clock", "-Ns|Ns", "a Date header that is so many seconds off", a => new Fault { EditHeaders = c => ResponseFaults.SkewDate(c, Number(a?.TrimEnd('s'), -3600)) }) { IsArgument = w => w.EndsWith('s') },

        // Another body: BodyFaults
        new("reset-mid-body", "Nb|Nk|Nm", "the connection is reset after so many bytes", a => Truncate(a, c => ConnectionAborter.ResetAsync(c.Http))) { IsArgument = IsSize },
        new("cut-mid-body", "Nb|Nk|Nm", "the connection is closed after so many bytes", a => Truncate(a, c => ConnectionAborter.CloseAsync(c.Http))) { IsArgument = IsSize },
        new("stall", "Nb|Nk|Nm", "no more data after so many bytes", a => Truncate(a, c => c.WaitForAbortAsync())) { IsArgument = IsSize },
        new("drip", null, "one byte every 100 ms", _ => new Fault { WrapBody = BodyFaults.SlowBody }),
        new("truncate-gzip", null, "gzip without its last bytes", _ => new Fault { Compresses = true, WrapBody = BodyFaults.TruncateGzip }),
        new("corrupt-gzip", null, "gzip with wrong bytes", _ => new Fault { Compresses = true, WrapBody = BodyFaults.CorruptGzip }),
        new("gzip-bomb", null, "2 GiB of zeros, compressed", _ => Respond(ResponseFaults.GzipBombAsync)),

        // Redirects: ResponseFaults
        new("redirect-loop", null, "a redirect to the same address", _ => Respond(ResponseFaults.RedirectToSelfAsync)),
        new("redirect-same-origin", null, "a redirect to another path of this server", _ => new Fault { Respond = ResponseFaults.TryRedirectToDownload }),
        new("redirect-other-origin", "URL/", "a redirect to another address; also file: and http:", a => Respond(c => ResponseFaults.RedirectToOriginAsync(c, a))) { IsArgument = w => w.Contains("://", StringComparison.Ordinal) },

        // 200 with unexpected content: ResponseFaults
        new("html", null, "200 with a web page", _ => Respond(c => ResponseFaults.ContentAsync(c, "text/html; charset=utf-8", SignInPage))),
        new("html-as-data", null, "200 with a web page that is labelled as data", _ => Respond(c => ResponseFaults.ContentAsync(c, null, SignInPage))),
        new("empty", null, "200 with an empty body", _ => Respond(c => ResponseFaults.ContentAsync(c, null, ""))),
        new("other-type", null, "200 with another content type", _ => Respond(c => ResponseFaults.ContentAsync(c, "application/octet-stream", "\u0001\u0002"))),
        new("error-200", null, "200 with an error in the body", _ => Respond(c => ResponseFaults.ContentAsync(c, "application/json; charset=utf-8", ErrorBody))),

        // JSON pages: RecordFaults
        new("items-null", null, "a page whose items are null", _ => new Fault { EditPage = page => page["items"] = null, EditDetails = details => details["commits"] = null }),
        new("no-items", null, "a page without items", _ => new Fault { EditPage = page => page.Remove("items"), EditDetails = details => details.Remove("commits") }),
        new("null-item", null, "a page with a null record", _ => new Fault { EditPage = RecordFaults.SetItemNull, EditDetails = DetailFaults.SetCommitNull }),
        new("new-field", null, "undocumented JSON fields", _ => new Fault { EditPage = RecordFaults.AddFields, EditDetails = DetailFaults.AddFields }),

        new("data-envelope", null, "data and totalPages instead of items and totalCount", _ => new Fault { EditPage = RecordFaults.RenameItems }),
        new("no-total", null, "a page without totalCount", _ => new Fault { EditPage = page => page.Remove("totalCount") }),

        // Records in JSON and CSV: RecordFaults
        new("numbers-as-strings", null, "numbers in quotes", _ => new Fault { EditRecord = RecordFaults.QuoteNumbers, EditDetails = DetailFaults.QuoteNumbers }),
        new("huge-number", null, "a number of 23 digits", _ => new Fault { EditRecord = RecordFaults.SetHugeNumber, EditDetails = DetailFaults.SetHugeNumbers }),
        new("text-number", null, "a word instead of a number", _ => new Fault { EditRecord = RecordFaults.SetTextNumber, EditDetails = DetailFaults.SetTextNumbers }),
        new("times-without-z", null, "times without Z", _ => new Fault { EditRecord = RecordFaults.RemoveTimeZone }),
        new("times-with-offset", null, "times at +05:30", _ => new Fault { EditRecord = RecordFaults.SetTimeOffset }),
        new("epoch-times", null, "times in milliseconds since 1970", _ => new Fault { EditRecord = RecordFaults.SetEpochTimes }),

        new("lone-surrogate", "1/N", "half an emoji in message, repository and file names (1/10)", a => EditOneIn(a, RecordFaults.AddLoneSurrogates)) { IsArgument = IsFraction },
        new("missing-email", "1/N", "records without userEmail (1/10)", a => EditOneIn(a, r => r.Remove("user_email"))) { IsArgument = IsFraction },
        new("missing-user-id", "1/N", "records without userId (1/10)", a => EditOneIn(a, r => r.Remove("user_id"))) { IsArgument = IsFraction },
        new("late-commit", "1/N", "commits that were made 5 days before createdAt (1/10)", a => EditOneIn(a, RecordFaults.SetEarlyCommitTime)) { IsArgument = IsFraction },
        new("future-time", "Nd", "the newest record is created in so many days, or in 2099", a => new Fault { EditRecord = r => RecordFaults.SetFutureTime(r, a) }) { IsArgument = IsDays },

        // Totals and page boundaries
        new("late-arrival", "1/N", "records that arrive only after the fault has ended (1/10)", a => new Fault { Withholds = OneIn(a) }) { IsArgument = IsFraction },
        new("negative-total", null, "a totalCount of -1", _ => new Fault { EditTotalCount = _ => -1 }),
        new("total-moves", null, "a totalCount that increases by 1 per request", _ => IncreaseTotalCount()),
        new("doubles", null, "pages that start 3 records too early", _ => new Fault { PageOffset = -3 }),
        new("gaps", null, "pages that start 3 records too late", _ => new Fault { PageOffset = 3 }),

        // Text and bytes
        new("formula", null, "text that a spreadsheet would evaluate", _ => new Fault { EditRecord = RecordFaults.SetFormula, EditDetails = DetailFaults.SetFormulas }),
        new("hostile-text", null, "texts that a spreadsheet, a terminal or a script could take for something else", _ => new Fault { EditRecord = RecordFaults.SetHostileTexts, EditDetails = DetailFaults.SetHostileTexts }),
        new("bad-utf8", null, "a byte that is not UTF-8", _ => new Fault { WrapBody = BodyFaults.InsertInvalidByte }),
        new("huge-field", "Nb|Nk|Nm", "a text of so many bytes (100m)", a => new Fault { ChangesLength = true, WrapBody = (c, body) => BodyFaults.InsertHugeText(c, body, Size(a) ?? 100_000_000) }) { IsArgument = IsSize },

        // Details of commits: DetailFaults
        new("no-conversations", null, "conversation ids without a conversation", _ => new Fault { EditDetails = DetailFaults.RemoveConversations }),
        new("other-operation", null, "operation types that are not documented, and none", _ => new Fault { EditDetails = DetailFaults.SetOperations }),
        new("overlapping-ranges", null, "ranges of lines that overlap, also those of other groups", _ => new Fault { EditDetails = DetailFaults.OverlapRanges }),
        new("other-order", null, "commits, files, groups, ranges and conversations in reverse order", _ => new Fault { EditDetails = DetailFaults.Reverse }),
        new("extra-commits", null, "details of commits that were not requested", _ => new Fault { EditDetails = DetailFaults.AddCommits }),
        new("repeated-commits", null, "each commit twice, as for two branches", _ => new Fault { EditDetails = DetailFaults.RepeatCommits }),

        // CSV: RecordFaults
        new("json-for-csv", null, "a JSON page instead of CSV", _ => new Fault { JsonContentType = "application/json; charset=utf-8" }),
        new("json-as-csv", null, "a JSON page instead of CSV that is labelled as CSV", _ => new Fault { JsonContentType = "text/csv; charset=utf-8" }),
        new("shuffled-columns", null, "CSV columns in another order", _ => EditCsv(row => row.Fields.Reverse(), header => header.Reverse())),
        new("new-column", null, "undocumented CSV columns", _ => EditCsv(RecordFaults.AddColumnFields, RecordFaults.AddColumns)),
        new("missing-column", null, "CSV without created_at", _ => EditCsv(row => row.Fields.RemoveAt(row.Columns.IndexOf("created_at")), header => header.Remove("created_at"))),
        new("ragged-row", null, "a CSV record with one field too few", _ => EditCsv(RecordFaults.RemoveField)),
        new("stray-quote", null, "a CSV record with a quote inside a field", _ => EditCsv(RecordFaults.InsertQuote)),
        new("cut-last-field", null, "CSV whose last field is truncated, but well-formed", _ => EditCsv(RecordFaults.TruncateLastField)),
        new("cut-records", null, "CSV without its last records, otherwise complete", _ => EditCsv(RecordFaults.RemoveLastRecords)),
    ];

    /// <summary>Returns a fault by its name, or null.</summary>
    public static FaultKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static Fault Respond(Func<RequestContext, Task> respond) => new()
    {
        Respond = async context =>
        {
            await respond(context).ConfigureAwait(false);
            return true;
        },
    };

    private static Fault Truncate(string? size, Func<RequestContext, Task> end) =>
        new() { WrapBody = (context, body) => BodyFaults.Truncate(body, Size(size), () => end(context)) };

    private static Fault EditCsv(Action<CsvRecord> editRecord, Action<List<string>>? editHeader = null) =>
        new() { EditCsvRecord = editRecord, EditCsvHeader = editHeader };

    private static Fault IncreaseTotalCount()
    {
        int requests = -1;
        return new Fault { EditTotalCount = count => count + Interlocked.Increment(ref requests) };
    }

    private static Fault EditOneIn(string? fraction, Action<EditableRecord> edit)
    {
        Predicate<long> isSelected = OneIn(fraction);
        return new Fault
        {
            EditRecord = record =>
            {
                if (isSelected(record.Position.Index))
                {
                    edit(record);
                }
            },
        };
    }

    // Selects one of N records by their index: the same ones in JSON and CSV, and in every range.
    private static Predicate<long> OneIn(string? fraction)
    {
        int n = Number(fraction?[2..], 10);
        return index => index % n == n / 2;
    }

    private static bool IsFraction(string text) =>
        text.StartsWith("1/", StringComparison.Ordinal) && int.TryParse(text[2..], NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0;

    private static bool IsDays(string text) => text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static int Number(string? text, int defaultValue) =>
        text is null ? defaultValue : int.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsStatus(string text) => text.Length == 3 && text[0] is >= '2' and <= '5' && text.All(char.IsAsciiDigit);

    private static bool IsSize(string text) => text.Length > 1 && text[^1] is 'b' or 'k' or 'm' && text[..^1].All(char.IsAsciiDigit);

    private static long? Size(string? text) => text is null
        ? null
        : long.Parse(text[..^1], CultureInfo.InvariantCulture) * text[^1] switch { 'k' => 1000, 'm' => 1_000_000, _ => 1 };
}
