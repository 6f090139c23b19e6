using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Tests.CommitDetails;

/// <summary>A service with the details of some commits, and a list of commits.</summary>
internal sealed class DetailService
{
    private const string Path = "/analytics/ai-code/commits/";

    /// <summary>The commits with details.</summary>
    public HashSet<string> Known { get; init; } = Hashes(1, 400).ToHashSet();

    /// <summary>The commits that the endpoint for commits returns.</summary>
    public IReadOnlyList<string> Recent { get; init; } = Hashes(301, 10);

    public int MaxHashes { get; init; } = 100;

    public UnknownCommits Unknown { get; init; }

    /// <summary>The status for every request for details; null if the key has access.</summary>
    public int? ErrorStatus { get; init; }

    /// <summary>The branch of all commits.</summary>
    public string Branch { get; init; } = "main";

    /// <summary>Returns the details of a commit as JSON.</summary>
    public Func<string, string> Detail { get; init; } = static hash => DetailText(hash);

    /// <summary>Whether a hash is well-formed; otherwise the status is 400.</summary>
    public Func<string, bool> IsWellFormed { get; init; } = static hash => hash.Length == 40;

    /// <summary>Returns hashes of 40 digits.</summary>
    public static string[] Hashes(int first, int count) => Enumerable.Range(first, count).Select(static number => $"{number:x40}").ToArray();

    /// <summary>Returns unknown hashes.</summary>
    public static string[] UnknownHashes(int count) => Enumerable.Range(1, count).Select(static number => $"d{number:d39}").ToArray();

    public static string DetailText(string hash, string files = """{"filePath":"a.ts","groups":[{"conversationId":null,"model":"m","operationType":"insert","ranges":[{"start":1,"end":3}]}]}""") =>
        $$"""{"commitHash":"{{hash}}","commitSource":"ide","rangeAnnotations":[{{files}}]}""";

    public static string PageText(IEnumerable<string> commits, string conversations = "") =>
        $$"""{"commits":[{{string.Join(",", commits)}}],"conversations":[{{conversations}}]}""";

    /// <summary>The hashes of each request for details.</summary>
    public static IReadOnlyList<string[]> Requested(TestServer server) => server.Requests
        .Where(static request => request.Path.StartsWith(Path, StringComparison.Ordinal))
        .Select(static request => request.Path.Substring(Path.Length).Split(','))
        .ToArray();

    public Task RespondAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        return (path.StartsWith(Path, StringComparison.Ordinal) ? RespondWithDetails(context, path.Substring(Path.Length).Split(',')) : RespondWithCommits())(context);
    }

    private RequestDelegate RespondWithCommits() =>
        Response.Page(Recent.Select((hash, index) => Response.Commit(index + 1, ("commitHash", $"\"{hash}\""))).ToArray());

    private RequestDelegate RespondWithDetails(HttpContext context, string[] hashes)
    {
        if (ErrorStatus is { } status)
        {
            return Response.Status(status, """{"error":"Refused","message":"Not for this team"}""");
        }

        if (hashes.Length > MaxHashes)
        {
            return Response.Status(404, """{"error":"Not Found","message":"Not found"}""");
        }

        if (!hashes.All(IsWellFormed))
        {
            return Response.Status(400, """{"error":"Bad Request","message":"Invalid commitHash"}""");
        }

        string? branch = context.Request.Query["branch"];
        string[] found = hashes.Where(hash => Known.Contains(hash) && (branch is null || branch == Branch)).ToArray();
        return (found.Length == 0 && Unknown != UnknownCommits.OmitAll) || (found.Length < hashes.Length && Unknown == UnknownCommits.Reject)
            ? Response.Status(404, """{"error":"Not Found","message":"Commit not found"}""")
            : Response.Json(PageText(Enumerable.Reverse(found).Select(Detail)));
    }
}
