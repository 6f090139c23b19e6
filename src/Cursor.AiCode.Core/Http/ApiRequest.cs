using System;
using System.Globalization;
using System.Text;

namespace Cursor.AiCode.Http;

/// <summary>One request to the API, as it is asked; its address never holds the key.</summary>
internal sealed record ApiRequest(Uri BaseUri, AiCodeKind Kind, bool Csv, AiCodeDateRange Range, string? User)
{
    /// <summary>The page, from 1; null for CSV.</summary>
    public int? Page { get; init; }

    /// <summary>The records to a page; null for CSV.</summary>
    public int? PageSize { get; init; }

    /// <summary>The endpoint's name, which has a request limit of its own.</summary>
    public string Endpoint => (Kind == AiCodeKind.Commit ? "commits" : "changes") + (Csv ? ".csv" : "");

    /// <summary>The media type that is asked for.</summary>
    public string MediaType => Csv ? "text/csv" : "application/json";

    /// <summary>The whole address.</summary>
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
