using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Cursor.AiCode.Emulator.Data;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Reads the details of the commits that a path names: <c>commits/:hash[,hash...]</c>.</summary>
internal sealed class CommitDetailsReader(EmulatorOptions options, Dataset dataset, CommitSequence commits)
{
    private const int MaxHashes = 100;
    private const int MaxOlderHashes = 2;
    private const int HashLength = 40;

    private readonly CommitDetails _details = new(dataset);

    /// <summary>Reads the details as JSON. They are ordered by hash, because the API promises no order.</summary>
    /// <returns>Null, or why the request is refused.</returns>
    public ApiError? TryRead(RequestContext context, out byte[] json)
    {
        json = [];
        HttpRequest request = context.Http.Request;
        string[] hashes = request.Path.Value!.Split('/')[^1].ToLowerInvariant().Split(',');
        if (options.CommitDetails == CommitDetailsMode.Older && hashes.Length > MaxOlderHashes)
        {
            return ApiError.NotFound("Not found");
        }

        if (hashes.Length > MaxHashes || !hashes.All(hash => hash.Length == HashLength && hash.All(char.IsAsciiHexDigitLower)))
        {
            return ApiError.BadRequest("Invalid commitHash: expected 1 to 100 full hashes, separated by commas");
        }

        var wanted = hashes.ToHashSet(StringComparer.Ordinal);
        SortedDictionary<string, Commit> found = Find(wanted, request.Query["branch"], context.Now);
        if ((found.Count == 0 && options.UnknownHash != UnknownHashMode.Empty) || (found.Count < wanted.Count && options.UnknownHash == UnknownHashMode.Error))
        {
            return ApiError.NotFound("Commit not found");
        }

        json = JsonSerializer.SerializeToUtf8Bytes(_details.Create(found.Values));
        return null;
    }

    // Generates all commit records, because a hash can't be converted to an index.
    private SortedDictionary<string, Commit> Find(HashSet<string> hashes, string? branch, DateTimeOffset now)
    {
        HashSet<ulong> starts = hashes.Select(hash => Convert.ToUInt64(hash[..16], 16)).ToHashSet();
        var found = new SortedDictionary<string, Commit>(StringComparer.Ordinal);
        long end = commits.Timeline.IndexAt(now.ToUnixTimeMilliseconds());
        int hour = 0;
        for (long index = 0; index < end && found.Count < hashes.Count; index++)
        {
            Commit commit = commits.Read(index, ref hour);
            if (starts.Contains(commit.Hash1) && (branch is null || commit.Branch?.Text == branch) && hashes.Contains(CommitDetails.HashOf(commit)))
            {
                found[CommitDetails.HashOf(commit)] = commit;
            }
        }

        return found;
    }
}
