using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace Cursor.AiCode.Parameters;

/// <summary>
/// Finds the errors that the commands before a cmdlet in its pipeline reported. A cmdlet can't see the error stream of other
/// commands, so this compares <c>$Error</c> before and after.
/// </summary>
/// <remarks>
/// An error that <c>-ErrorAction Ignore</c> suppresses isn't in <c>$Error</c>, and isn't found. One that a script catches is in
/// it, and is found unless it comes from <c>throw</c>.
/// </remarks>
internal sealed class UpstreamErrors
{
    private readonly PSCmdlet _cmdlet;
    private readonly HashSet<object> _before;

    /// <summary>
    /// Notes the errors that there were before. While parameters are bound, no command of the pipeline has begun; in
    /// BeginProcessing, the errors of earlier commands' begin blocks are missed.
    /// </summary>
    public UpstreamErrors(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _before = new HashSet<object>(Errors());
    }

    /// <summary>Returns the first error since then; null if there is none.</summary>
    public ErrorRecord? FindFirst() => Errors()
        .Where(error => !_before.Contains(error))
        .Select(ToRecord)
        .LastOrDefault(record => record is not null && !IsCaught(record) && !IsFromLaterCommand(record));

    private static ErrorRecord? ToRecord(object error) => error switch
    {
        ErrorRecord record => record,
        IContainsErrorRecord exception => exception.ErrorRecord,
        _ => null,
    };

    // Without a catch block, throw would have ended the pipeline. That isn't true of throw in another runspace, such as in
    // ForEach-Object -Parallel or a thread job, whose errors come without the place in this session.
    private static bool IsCaught(ErrorRecord error) =>
        error.InvocationInfo is not null && error.Exception is RuntimeException { WasThrownFromThrowStatement: true };

    // A command after this one has its place in the same pipeline.
    private bool IsFromLaterCommand(ErrorRecord error) => error.InvocationInfo is { } origin &&
        origin.PipelineLength == _cmdlet.MyInvocation.PipelineLength &&
        origin.PipelinePosition > _cmdlet.MyInvocation.PipelinePosition;

    // The newest error is the first.
    private IEnumerable<object> Errors() =>
        (_cmdlet.SessionState.PSVariable.GetValue("global:Error") as IEnumerable)?.Cast<object?>()
            .Select(PSValue.Unwrap)
            .OfType<object>() ?? [];
}
