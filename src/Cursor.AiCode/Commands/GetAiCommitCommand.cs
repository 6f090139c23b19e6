using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Completion;

namespace Cursor.AiCode.Commands;

/// <summary>Gets the commits of a date range, with the number of lines that AI wrote.</summary>
[Cmdlet(VerbsCommon.Get, "AiCommit", SupportsPaging = true, HelpUri = OnlineHelp)]
[OutputType(typeof(AiCommit))]
public sealed class GetAiCommitCommand : GetRecordsCommand
{
    private protected override Task<long> CountAsync(AiCodeClient client, AiCodeQuery query, CancellationToken cancellationToken) =>
        client.CountCommitsAsync(query, cancellationToken);

    private protected override void WriteRecords(AiCodeClient client, AiCodeQuery query) =>
        WriteAll(client.ReadCommitsAsync(query, StopToken), static commit => (commit.UserEmail, commit.UserId), WriteCommit);

    private bool WriteCommit(AiCommit commit)
    {
        CommitCompletionCache.Add(commit);
        return WritePaged(commit);
    }
}
