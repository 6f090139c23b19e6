using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>All faults.</summary>
internal static class FaultCatalog
{
    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("status", "N", "an error with this status", a => new StatusFault(Number(a, 503))) { AcceptsArgument = IsStatus },
        new("retry-after", "FORM", "429 with a Retry-After: " + RetryAfterFault.Forms, a => new RetryAfterFault(a ?? "seconds")) { AcceptsArgument = RetryAfterFault.IsForm },
        new("echo-key", null, "401 with words that repeat the key", _ => new EchoKeyFault()),
        new("reset-before-headers", null, "the connection is reset, nothing was sent", _ => new ResetFault()),
        new("no-headers", null, "nothing is ever sent", _ => new NoResponseFault()),
        new("huge-headers", null, "8 MB of headers", _ => new HugeHeadersFault()),
        new("skewed-clock", "-Ns|Ns", "a Date header so many seconds off", a => new ClockFault(Number(a?.TrimEnd('s'), -3600))) { AcceptsArgument = w => w.EndsWith('s') },
        new("reset-mid-body", "Nb|Nk|Nm", "the connection is reset after so many bytes", a => new TruncatedBodyFault(Size(a), TruncatedBodyFault.ResetAsync)) { AcceptsArgument = IsSize },
        new("cut-mid-body", "Nb|Nk|Nm", "the connection is closed after so many bytes", a => new TruncatedBodyFault(Size(a), TruncatedBodyFault.CloseAsync)) { AcceptsArgument = IsSize },
        new("stall", "Nb|Nk|Nm", "nothing more comes after so many bytes", a => new TruncatedBodyFault(Size(a), TruncatedBodyFault.StallAsync)) { AcceptsArgument = IsSize },
        new("drip", null, "a byte every 100 ms", _ => new SlowBodyFault()),
        new("truncate-gzip", null, "compressed, without its last bytes", _ => new GzipFault(truncates: true)),
        new("corrupt-gzip", null, "compressed, with wrong bytes", _ => new GzipFault(truncates: false)),
        new("gzip-bomb", null, "2 GiB of zeros, compressed", _ => new GzipBombFault()),
        new("redirect-loop", null, "a redirect to the same address", _ => new RedirectFault(RedirectFault.Loop)),
        new("redirect-same-origin", null, "a redirect to another path here", _ => new RedirectFault(RedirectFault.SameOrigin)),
        new("redirect-other-origin", "URL/", "a redirect elsewhere; file: and http: too", a => new RedirectFault(RedirectFault.To(a))) { AcceptsArgument = IsAddress },
        new("html", null, "200 with a web page", _ => new ContentFault("text/html; charset=utf-8", ContentFault.Page)),
        new("html-as-data", null, "200 with a web page that is labelled as data", _ => new ContentFault(null, ContentFault.Page)),
        new("empty", null, "200 with nothing", _ => new ContentFault(null, "")),
        new("other-type", null, "200 of another type", _ => new ContentFault("application/octet-stream", "\u0001\u0002")),
        new("error-200", null, "200 with an error in its body", _ => new ContentFault("application/json; charset=utf-8", "{\"error\":\"Internal Server Error\",\"message\":\"Try again.\"}")),
        new("items-null", null, "a page whose items are null", _ => new RecordFault(PageEdits.ItemsNull, null)),
        new("no-items", null, "a page without items", _ => new RecordFault(PageEdits.NoItems, null)),
        new("null-item", null, "a page with a null record", _ => new RecordFault(PageEdits.NullItem, null)),
        new("new-field", null, "JSON fields that are not documented", _ => new RecordFault(PageEdits.NewField, null)),
        new("numbers-as-strings", null, "numbers in quotes", _ => new RecordFault(PageEdits.NumbersAsStrings, CsvEdits.NumbersAsStrings)),
        new("huge-number", null, "a number of 23 digits", _ => new RecordFault(PageEdits.HugeNumber, CsvEdits.HugeNumber)),
        new("text-number", null, "a word where a number belongs", _ => new RecordFault(PageEdits.TextNumber, CsvEdits.TextNumber)),
        new("times-without-z", null, "times without their Z", _ => new RecordFault(PageEdits.Times(t => TimeFormats.WithoutZ(t)), CsvEdits.Times(TimeFormats.WithoutZ))),
        new("times-with-offset", null, "times at +05:30", _ => new RecordFault(PageEdits.Times(t => TimeFormats.WithOffset(t)), CsvEdits.Times(TimeFormats.WithOffset))),
        new("epoch-times", null, "times in milliseconds since 1970", _ => new RecordFault(PageEdits.Times(t => TimeFormats.Epoch(t)), CsvEdits.Times(EpochText))),
        new("total-moves", null, "a totalCount that grows by 1 a request", _ => new ShiftFault(0, 1)),
        new("doubles", null, "pages that begin 3 records too early", _ => new ShiftFault(-3, 0)),
        new("gaps", null, "pages that begin 3 records too late", _ => new ShiftFault(3, 0)),
        new("formula", null, "texts that a spreadsheet would run", _ => new RecordFault(PageEdits.Formula, CsvEdits.Formula)),
        new("bad-utf8", null, "a byte that is not UTF-8", _ => InsertedBytesFault.BadUtf8()),
        new("huge-field", "Nb|Nk|Nm", "a text of so many bytes (100m)", a => InsertedBytesFault.HugeField(Size(a) ?? 100_000_000)) { AcceptsArgument = IsSize },
        new("shuffled-columns", null, "CSV columns in another order", _ => new RecordFault(null, CsvEdits.ShuffledColumns)),
        new("new-column", null, "CSV columns that are not documented", _ => new RecordFault(null, CsvEdits.NewColumn)),
        new("missing-column", null, "CSV without created_at", _ => new RecordFault(null, CsvEdits.MissingColumn)),
        new("ragged-row", null, "a CSV record with a field too few", _ => new RecordFault(null, CsvEdits.RaggedRow)),
        new("stray-quote", null, "a CSV record with a quote in its midst", _ => new RecordFault(null, CsvEdits.StrayQuote)),
        new("cut-last-field", null, "CSV whose last field is cut, but reads well", _ => new RecordFault(null, CsvEdits.CutLastField)),
        new("cut-records", null, "CSV without its last records, otherwise well", _ => new RecordFault(null, CsvEdits.CutRecords)),
    ];

    /// <summary>A fault by its name, or null.</summary>
    public static FaultKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static string EpochText(string time) => TimeFormats.Epoch(time).ToString(CultureInfo.InvariantCulture);

    private static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsStatus(string word) => word.Length == 3 && word[0] is >= '2' and <= '5' && word.All(char.IsAsciiDigit);

    private static bool IsAddress(string word) => word.Contains("://", StringComparison.Ordinal);

    private static bool IsSize(string word) => word.Length > 1 && "bkm".Contains(word[^1], StringComparison.Ordinal) && word[..^1].All(char.IsAsciiDigit);

    private static long? Size(string? word) => word is null
        ? null
        : long.Parse(word[..^1], CultureInfo.InvariantCulture) * word[^1] switch { 'k' => 1000, 'm' => 1_000_000, _ => 1 };
}
