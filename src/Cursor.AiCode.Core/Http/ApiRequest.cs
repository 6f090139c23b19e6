using System;
using System.Globalization;
using System.Text;

namespace Cursor.AiCode.Http;

/// <summary>A request for records.</summary>
internal sealed record ApiRequest(Uri BaseUri, AiCodeKind Kind, bool Csv, AiCodeDateRange Range, string? User) : IApiRequest
{
    /// <summary>The number of the page, from 1; null for CSV.</summary>
    public int? Page { get; init; }

    /// <summary>The number of records in a page; null for CSV.</summary>
    public int? PageSize { get; init; }

    public string Endpoint => (Kind == AiCodeKind.Commit ? "commits" : "changes") + (Csv ? ".csv" : "");

    public string MediaType => Csv ? "text/csv" : "application/json";

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
