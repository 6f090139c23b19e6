using System;
using System.Globalization;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Formatting;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>The records of all endpoints.</summary>
internal sealed class RecordStore(Dataset dataset, CommitFormatter commits, ChangeFormatter changes)
{
    /// <summary>Returns the formatter of an endpoint's records.</summary>
    public RecordFormatter FormatterFor(ApiEndpoint endpoint) => endpoint.IsCommits ? commits : changes;

    /// <summary>Returns whether a query names a user that does not exist.</summary>
    public bool IsUnknownUser(Query query) => query.User is not null && dataset.FindDeveloper(query.User) < 0;

    /// <summary>Selects the records of a query that have arrived by <paramref name="now"/>.</summary>
    public Selection Select(ApiEndpoint endpoint, Query query, DateTimeOffset now)
    {
        RecordSequence records = FormatterFor(endpoint).Records;
        long start = CeilingMilliseconds(query.Start);
        long end = CeilingMilliseconds(query.End < now ? query.End : now);
        return query.User is null
            ? Selection.OfEveryone(records, start, end)
            : Selection.OfDeveloper(records, start, end, dataset.FindDeveloper(query.User));
    }

    /// <summary>Returns the entity tag of a response: equal for responses with the same body.</summary>
    public string CreateETag(ApiEndpoint endpoint, Query query, Selection selection) => string.Create(
        CultureInfo.InvariantCulture,
        $"\"{endpoint.Name}-{selection.First:x}-{selection.End:x}-{Developer(query) + 2:x}-{query.Page:x}-{query.PageSize:x}\"");

    private int Developer(Query query) => query.User is null ? -2 : dataset.FindDeveloper(query.User);

    // Records have whole milliseconds: this is the first one that is not before the time.
    private static long CeilingMilliseconds(DateTimeOffset time)
    {
        long milliseconds = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? milliseconds : milliseconds + 1;
    }
}
