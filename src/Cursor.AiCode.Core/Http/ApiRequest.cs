using System;
using System.Globalization;
using System.Text;

namespace Cursor.AiCode.Http;

/// <summary>A request to the API. Its address never contains the key.</summary>
internal sealed record ApiRequest(Uri BaseUri, AiCodeKind Kind, bool Csv, AiCodeDateRange Range, string? User)
{
    /// <summary>The number of the page, from 1; null for CSV.</summary>
    public int? Page { get; init; }

    /// <summary>The number of records in a page; null for CSV.</summary>
    public int? PageSize { get; init; }

    /// <summary>The name of the endpoint. Each endpoint has its own rate limit.</summary>
    public string Endpoint => (Kind == AiCodeKind.Commit ? "commits" : "changes") + (Csv ? ".csv" : "");

    /// <summary>The requested media type.</summary>
    public string MediaType => Csv ? "text/csv" : "application/json";

    /// <summary>The address with its query string.</summary>
    public Uri Address
    {
        get
        {
            var text = new StringBuilder(BaseUri.GetLeftPart(UriPartial.Path).TrimEnd('/'), 256);
            text.Append("/analytics/ai-code/").Append(Endpoint);
            text.Append("?startDate=").Append(AiCodeDate.FormatUtc(Range.Start.UtcDateTime));
            text.Append("&endDate=").Append(AiCodeDate.FormatUtc(Range.End.UtcDateTime));
            if (User is not null)
            {
                text.Append("&user=").Append(Uri.EscapeDataString(User));
            }

            if (Page is { } page)
            {
                text.Append("&page=").Append(page.ToString(CultureInfo.InvariantCulture));
            }

            if (PageSize is { } pageSize)
            {
                text.Append("&pageSize=").Append(pageSize.ToString(CultureInfo.InvariantCulture));
            }

            return new Uri(text.ToString());
        }
    }
}
