using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Commands;

/// <summary>Gets the AI changes that users accepted in a date range, whether or not they were committed.</summary>
[Cmdlet(VerbsCommon.Get, "AiCodeChange", SupportsPaging = true, HelpUri = OnlineHelp)]
[OutputType(typeof(AiCodeChange), typeof(AiCodeChangeFile))]
public sealed class GetAiCodeChangeCommand : GetRecordsCommand
{
    /// <summary>Whether to write one flat row for each file of a change.</summary>
    [Parameter]
    public SwitchParameter ExpandFile { get; set; }

    private protected override bool WritesRecords => !ExpandFile;

    private protected override Task<long> CountAsync(AiCodeClient client, AiCodeQuery query, CancellationToken cancellationToken) =>
        client.CountChangesAsync(query, cancellationToken);

    private protected override void WriteRecords(AiCodeClient client, AiCodeQuery query) =>
        WriteAll(client.ReadChangesAsync(query, StopToken), static change => (change.UserEmail, change.UserId), ExpandFile ? WriteFiles : WritePaged);

    private bool WriteFiles(AiCodeChange change)
    {
        foreach (AiCodeChangeFile file in change.ExpandFiles())
        {
            if (!WritePaged(file))
            {
                return false;
            }
        }

        return true;
    }
}
