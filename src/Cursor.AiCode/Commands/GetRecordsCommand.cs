using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Errors;
using Cursor.AiCode.Parameters;
using Cursor.AiCode.Reporting;

namespace Cursor.AiCode.Commands;

/// <summary>The base class of the cmdlets that get records: the query parameters, and writing records to the pipeline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GetRecordsCommand : AiCodeCommand
{
    private readonly List<string> _users = [];
    private ulong _skipped;
    private ulong _written;
    private bool _totalCountPending;

    /// <summary>The start of the date range.</summary>
    [Parameter(Position = 0)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate StartDate { get; set; } = AiCodeDate.DaysAgo(DefaultDays);

    /// <summary>The end of the date range.</summary>
    [Parameter(Position = 1)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate EndDate { get; set; } = AiCodeDate.Now;

    /// <summary>The users whose records are requested. The default is all users.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserEmail", "UserId", "Email")]
    [UserTransformation(SkipBlank = true)]
    [ValidateUser]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>How the records are downloaded.</summary>
    [Parameter]
    public AiCodeTransport Transport { get; set; } = AiCodeTransport.Auto;

    /// <summary>The number of records in a JSON page.</summary>
    [Parameter]
    [ValidateRange(1, AiCodeQuery.MaxPageSize)]
    public int PageSize { get; set; } = AiCodeQuery.MaxPageSize;

    /// <summary>Whether each record becomes one object, so that -First and -Skip count records.</summary>
    private protected virtual bool WritesRecords => true;

    /// <summary>The date range as instants, which all requests share.</summary>
    private AiCodeDateRange Range { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // A blank line is skipped only if it comes from the pipeline. As an argument it must not become "all users".
        if (User is { Length: 0 })
        {
            ThrowTerminatingError(ErrorRecords.BlankUser());
        }

        Range = ResolveRange(StartDate, EndDate);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (User is not null)
        {
            foreach (string user in User)
            {
                _users.Add(user.Trim());
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An empty pipeline means no users, not all users.
        if (MyInvocation.ExpectingInput && _users.Count == 0)
        {
            return;
        }

        var query = new AiCodeQuery(Range)
        {
            Users = _users,
            Transport = Transport,
            PageSize = PageSize,
            MaxRecords = WritesRecords && PagingParameters.First <= ulong.MaxValue - PagingParameters.Skip
                ? PagingParameters.First + PagingParameters.Skip
                : ulong.MaxValue,
        };
        using AiCodeClient client = CreateClient(MyInvocation.MyCommand.Name);
        try
        {
            _totalCountPending = PagingParameters.IncludeTotalCount;
            if (PagingParameters.First == 0 || !IsOneWindow)
            {
                WriteTotalCount(() => WaitOnPipelineThread(token => CountAsync(client, query, token)));
            }

            if (PagingParameters.First > 0)
            {
                WriteRecords(client, query);
            }

            WriteSummary($"{DisplayFormat.Count((long)_written, "object")}, {DisplayFormat.Count(client.RequestCount, "request")}");
        }
        finally
        {
            CompleteProgress();
        }
    }

    /// <summary>Returns the number of records that the API reports.</summary>
    private protected abstract Task<long> CountAsync(AiCodeClient client, AiCodeQuery query, CancellationToken cancellationToken);

    /// <summary>Writes the records of the query with <see cref="WriteAll"/>.</summary>
    private protected abstract void WriteRecords(AiCodeClient client, AiCodeQuery query);

    // Windows share their boundaries, so a record at a boundary is counted twice. For a single window, the first response
    // contains the exact count.
    private bool IsOneWindow => Range.End - Range.Start <= AiCodeDateRange.MaxWindow && _users.Count <= 1;

    private void WriteTotalCount(Func<long> total)
    {
        if (_totalCountPending)
        {
            _totalCountPending = false;
            WriteObject(PagingParameters.NewTotalCount((ulong)total(), IsOneWindow ? 1.0 : 0.99));
        }
    }

    /// <summary>Writes records as they are received, within -First and -Skip. Requests stop after the last record of -First.</summary>
    private protected void WriteAll<T>(IAsyncEnumerable<IReadOnlyList<T>> batches, Func<T, (string? Email, string? Id)> user, Func<T, bool> write)
    {
        var users = new HashSet<string>(StringComparer.Ordinal);
        IAsyncEnumerator<IReadOnlyList<T>> reader = batches.GetAsyncEnumerator(StopToken);
        try
        {
            while (WaitOnPipelineThread(_ => reader.MoveNextAsync().AsTask()))
            {
                WriteTotalCount(() => ReportedCount!.Value);
                foreach (T record in reader.Current)
                {
                    if (user(record) is { Email: { } email } seen && users.Add(email))
                    {
                        UserCompletionCache.Add(email, seen.Id);
                    }

                    if (!write(record))
                    {
                        return;
                    }
                }
            }

            WriteTotalCount(() => ReportedCount!.Value);
        }
        finally
        {
            Task.Run(() => reader.DisposeAsync().AsTask()).GetAwaiter().GetResult();
        }
    }

    /// <summary>Writes an object if it is within -Skip and -First. Returns false after the last one.</summary>
    private protected bool WritePaged(object record)
    {
        if (_skipped < PagingParameters.Skip)
        {
            _skipped++;
            return true;
        }

        WriteObject(record);
        return ++_written < PagingParameters.First;
    }
}
