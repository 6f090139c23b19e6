using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval.CommitDetails;

/// <summary>Assigns a response to the hashes that were requested.</summary>
internal static class CommitDetailAssembler
{
    /// <summary>Compares hashes. A hash is a hexadecimal number, which can be written in either case.</summary>
    public static readonly StringComparer HashComparer = StringComparer.OrdinalIgnoreCase;

    /// <summary>
    /// Returns the details of each requested commit, in the order of the request. Commits that weren't requested are
    /// ignored. If the response contains a commit several times, for example for several branches, its parts are merged:
    /// the hash identifies the files' contents, so their line numbers agree.
    /// </summary>
    public static AiCommitDetailBatch Assemble(IReadOnlyList<string> hashes, CommitDetailPage page)
    {
        ILookup<string, AiCommitDetail> commits = page.Commits.ToLookup(static commit => commit.CommitHash, HashComparer);
        Dictionary<string, AiCommitDetailConversation> conversations = new(StringComparer.Ordinal);
        foreach (AiCommitDetailConversation conversation in page.Conversations)
        {
            if (conversation.Id.Length > 0 && !conversations.ContainsKey(conversation.Id))
            {
                conversations.Add(conversation.Id, conversation);
            }
        }

        var details = new List<AiCommitDetail>();
        var unknown = new List<string>();
        foreach (string hash in hashes)
        {
            AiCommitDetail[] parts = commits[hash].ToArray();
            if (parts.Length == 0)
            {
                unknown.Add(hash);
                continue;
            }

            AiCommitDetailFile[] files = MergeFiles(parts);
            details.Add(new AiCommitDetail
            {
                CommitHash = parts[0].CommitHash,
                CommitSource = parts.Select(static part => part.CommitSource).FirstOrDefault(static source => source is not null),
                Files = files,
                Conversations = files
                    .SelectMany(static file => file.Groups)
                    .Select(static group => group.ConversationId)
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal)
                    .Where(conversations.ContainsKey)
                    .Select(id => conversations[id])
                    .ToArray(),
            });
        }

        return new AiCommitDetailBatch(details, unknown);
    }

    // Each path becomes one file, so that its lines are counted once. Files of unknown path stay apart.
    private static AiCommitDetailFile[] MergeFiles(AiCommitDetail[] parts)
    {
        var files = new List<AiCommitDetailFile>();
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (AiCommitDetail part in parts)
        {
            AiCommitDetailFile[] known = files.ToArray();
            foreach (AiCommitDetailFile file in part.Files)
            {
                if (file.FilePath is null ? !known.Contains(file) : !indexes.TryGetValue(file.FilePath, out int index))
                {
                    if (file.FilePath is not null)
                    {
                        indexes.Add(file.FilePath, files.Count);
                    }

                    files.Add(file);
                }
                else if (file.FilePath is not null)
                {
                    // Groups that another part has, too, are the same lines. Within one part the service means each of them.
                    IEnumerable<AiCommitDetailGroup> seen = known.Where(other => other.FilePath == file.FilePath).SelectMany(static other => other.Groups);
                    AiCommitDetailGroup[] groups = [.. files[indexes[file.FilePath]].Groups, .. file.Groups.Except(seen)];
                    files[indexes[file.FilePath]] = files[indexes[file.FilePath]] with { Groups = groups };
                }
            }
        }

        return files.ToArray();
    }
}
