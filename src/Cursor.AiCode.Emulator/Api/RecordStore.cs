using System;
using System.Globalization;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Formatting;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>All records, and what of them a question asks for.</summary>
internal sealed class RecordStore(Dataset dataset, RecordFormatter commits, RecordFormatter changes)
{
    /// <summary>The records of an endpoint.</summary>
    public RecordFormatter FormatterFor(ApiEndpoint endpoint) => endpoint.IsCommits ? commits : changes;

    /// <summary>Finds the records. What is yet to arrive is not there.</summary>
    public Selection Select(ApiEndpoint endpoint, Query query, DateTimeOffset now)
    {
        int developer = query.User is null ? Selection.Everyone : dataset.Find(query.User.Trim());
        return new Selection(
            FormatterFor(endpoint).Records,
            Milliseconds(query.Start),
            Milliseconds(query.End < now ? query.End : now),
            query.User is not null && developer < 0 ? Selection.Nobody : developer);
    }

    /// <summary>A tag that two answers share where they hold the same bytes, whenever they were asked for.</summary>
    public static string CreateETag(ApiEndpoint endpoint, Query query, Selection selection) => string.Format(
        CultureInfo.InvariantCulture,
        "\"{0}-{1:x}-{2:x}-{3:x}-{4:x}-{5:x}\"",
        endpoint.Name,
        selection.First,
        selection.End,
        selection.Developer + 2,
        query.Page,
        query.PageSize);

    // The first millisecond that is not before the instant: records have whole ones.
    private static long Milliseconds(DateTimeOffset instant)
    {
        long milliseconds = instant.ToUnixTimeMilliseconds();
        return instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? milliseconds : milliseconds + 1;
    }
}
