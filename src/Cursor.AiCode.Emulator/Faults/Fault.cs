using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>
/// What is wrong with a response. Each property is a point at which the fault intervenes; a fault sets those it needs.
/// A fault is played on requests that would otherwise succeed: those that pass the checks of the key, the rate limit
/// and the parameters.
/// </summary>
internal sealed record Fault
{
    /// <summary>A correct response.</summary>
    public static readonly Fault None = new();

    /// <summary>Writes another response; returns false to continue with the correct one.</summary>
    public Func<RequestContext, Task<bool>>? Respond { get; init; }

    /// <summary>Changes the response headers.</summary>
    public Action<RequestContext>? EditHeaders { get; init; }

    /// <summary>Returns a stream that changes what is written to the response body.</summary>
    public Func<RequestContext, Stream, Stream>? WrapBody { get; init; }

    /// <summary>Whether the body is compressed for clients that accept gzip.</summary>
    public bool Compresses { get; init; }

    /// <summary>Whether <see cref="WrapBody"/> changes the length of the body.</summary>
    public bool ChangesLength { get; init; }

    /// <summary>Whether a record, given by its index in the data, has not arrived yet.</summary>
    public Predicate<long>? Withholds { get; init; }

    /// <summary>The content type of a JSON page that is sent instead of CSV, or null to send CSV.</summary>
    public string? JsonContentType { get; init; }

    /// <summary>The number of records by which JSON pages after the first start too late; negative for too early.</summary>
    public int PageOffset { get; init; }

    /// <summary>Changes the <c>totalCount</c> of a JSON page.</summary>
    public Func<long, long>? EditTotalCount { get; init; }

    /// <summary>Changes a JSON page, after <see cref="EditRecord"/>.</summary>
    public Action<JsonObject>? EditPage { get; init; }

    /// <summary>Changes the details of commits.</summary>
    public Action<JsonObject>? EditDetails { get; init; }

    /// <summary>Changes a record, in JSON and in CSV.</summary>
    public Action<EditableRecord>? EditRecord { get; init; }

    /// <summary>Changes the columns of the CSV header.</summary>
    public Action<List<string>>? EditCsvHeader { get; init; }

    /// <summary>Changes a line of CSV.</summary>
    public Action<CsvRecord>? EditCsvRecord { get; init; }

    /// <summary>Whether a JSON page must be edited.</summary>
    public bool EditsJson => EditPage is not null || EditRecord is not null;

    /// <summary>Whether CSV must be edited.</summary>
    public bool EditsCsv => EditCsvRecord is not null || EditRecord is not null;

    /// <summary>Whether the fault has an effect at an endpoint. If not, it waits for a request to another endpoint.</summary>
    public bool AppliesTo(ApiEndpoint endpoint)
    {
        if (endpoint == ApiEndpoint.CommitDetails)
        {
            return Respond is not null || EditHeaders is not null || WrapBody is not null || EditDetails is not null;
        }

        bool isDetailOnly = EditDetails is not null && EditPage is null && EditRecord is null;
        bool isJsonOnly = EditRecord is null && (EditPage is not null || PageOffset != 0 || EditTotalCount is not null);
        bool isCsvOnly = EditCsvRecord is not null || JsonContentType is not null;
        return !isDetailOnly && (endpoint.IsCsv ? !isJsonOnly : !isCsvOnly);
    }
}
