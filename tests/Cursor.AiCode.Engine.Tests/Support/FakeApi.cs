using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Engine.Tests.Support;

/// <summary>An API with the changes of one day, which a test specifies.</summary>
internal sealed class FakeApi(IEnumerable<(string Id, string Model)> changes) : HttpMessageHandler
{
    /// <summary>The day of the changes.</summary>
    public static readonly DateTimeOffset Day = new(2025, 7, 30, 0, 0, 0, TimeSpan.Zero);

    private const string Header = "change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json\n";

    private readonly (string Id, string Model)[] _changes = changes.ToArray();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool isCsv = request.RequestUri!.AbsolutePath.EndsWith(".csv", StringComparison.Ordinal);
        string body = isCsv
            ? Header + string.Concat(_changes.Select(static change => $"{change.Id},user_1,one@example.com,TAB,\"{change.Model.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1,0,2025-07-30T12:00:00.000Z,\n"))
            : $$"""{"items":[],"totalCount":{{_changes.Length}},"page":1,"pageSize":1}""";
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(body, Encoding.UTF8, isCsv ? "text/csv" : "application/json"),
            RequestMessage = request,
        });
    }
}
