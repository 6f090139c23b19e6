using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Cursor.AiCode.Http;

/// <summary>A request for the details of commits.</summary>
/// <param name="BaseUri">The address of the API.</param>
/// <param name="Hashes">The full hashes of the commits.</param>
/// <param name="Branch">The branch that the commits must be on; null for any.</param>
internal sealed record CommitDetailRequest(Uri BaseUri, IReadOnlyList<string> Hashes, string? Branch) : IApiRequest
{
    public string Endpoint => "commit-detail";

    public string MediaType => "application/json";

    public Uri Address
    {
        get
        {
            var text = new StringBuilder(BaseUri.GetLeftPart(UriPartial.Path).TrimEnd('/'), 256);
            text.Append("/analytics/ai-code/commits/").Append(string.Join(",", Hashes.Select(Uri.EscapeDataString)));
            if (Branch is not null)
            {
                text.Append("?branch=").Append(Uri.EscapeDataString(Branch));
            }

            return new Uri(text.ToString());
        }
    }
}
