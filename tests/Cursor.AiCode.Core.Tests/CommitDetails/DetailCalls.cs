using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Tests.CommitDetails;

/// <summary>Reads the details of commits from a server.</summary>
internal static class DetailCalls
{
    public static async Task<(List<AiCommitDetail> Details, List<string> Unknown)> DetailsAsync(
        this TestClient client, IEnumerable<string> hashes, string? branch = null)
    {
        var details = new List<AiCommitDetail>();
        var unknown = new List<string>();
        await foreach (AiCommitDetailBatch batch in client.Client.ReadCommitDetailsAsync(hashes, branch))
        {
            details.AddRange(batch.Details);
            unknown.AddRange(batch.UnknownHashes);
        }

        return (details, unknown);
    }

    /// <summary>Reads the details in a response.</summary>
    public static async Task<(List<AiCommitDetail> Details, List<string> Unknown)> ParseAsync(string body, params string[] hashes)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Json(body));
        using var client = new TestClient(server);
        return await client.DetailsAsync(hashes);
    }

    /// <summary>Reads the details of one commit, hash 1, with the files of a response.</summary>
    public static async Task<AiCommitDetail> ParseFilesAsync(string files, string conversations = "")
    {
        string hash = DetailService.Hashes(1, 1)[0];
        return (await ParseAsync(DetailService.PageText([DetailService.DetailText(hash, files)], conversations), hash)).Details.Single();
    }
}
