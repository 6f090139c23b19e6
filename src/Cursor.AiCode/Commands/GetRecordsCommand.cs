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

/// <summary>What the commands that get records share: the question, and the way of its answer into the pipeline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GetRecordsCommand : AiCodeCommand
{
    private readonly List<string> _users = [];
    private ulong _skipped;
    private ulong _written;
    private bool _totalCountPending;

    /// <summary>The start of the time that is asked for.</summary>
    [Parameter(Position = 0)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate StartDate { get; set; } = AiCodeDate.DaysAgo(DefaultDays);

    /// <summary>The end of the time that is asked for.</summary>
    [Parameter(Position = 1)]
    [AiCodeDateTransformation]
    [ArgumentCompleter(typeof(DateCompleter))]
    public AiCodeDate EndDate { get; set; } = AiCodeDate.Now;

    /// <summary>The users whose records are wanted; without it, everybody's.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserEmail", "UserId", "Email")]
    [ValidateNotNullOrEmpty]
    [ValidateUser]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>How the records come.</summary>
    [Parameter]
    public AiCodeTransport Transport { get; set; } = AiCodeTransport.Auto;

    /// <summary>The records to ask for in one JSON page.</summary>
    [Parameter]
    [ValidateRange(1, AiCodeQuery.MaxPageSize)]
    public int PageSize { get; set; } = AiCodeQuery.MaxPageSize;

    /// <summary>Whether each record becomes one object, so that -First and -Skip count records.</summary>
    private protected virtual bool WritesRecords => true;

    /// <summary>The time that is asked for, in instants that all requests share.</summary>
    private AiCodeDateRange Range { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Range = ResolveRange(StartDate, EndDate);

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
        // An empty pipeline names nobody, which is not everybody.
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
        using AiCodeClient client = Connect(MyInvocation.MyCommand.Name);
        try
        {
            _totalCountPending = PagingParameters.IncludeTotalCount;
            if (PagingParameters.First == 0 || !IsOneWindow)
            {
                WriteTotalCount(() => Await(token => CountAsync(client, query, token)));
            }

            if (PagingParameters.First > 0)
            {
                WriteRecords(client, query);
            }

            Tell($"{DisplayFormat.Count((long)_written, "object")}, {DisplayFormat.Count(client.RequestCount, "request")}");
        }
        finally
        {
            CompleteProgress();
        }
    }

    /// <summary>The number of records that the API counts.</summary>
    private protected abstract Task<long> CountAsync(AiCodeClient client, AiCodeQuery query, CancellationToken cancellationToken);

    /// <summary>Writes the records of the query, by <see cref="WriteAll"/>.</summary>
    private protected abstract void WriteRecords(AiCodeClient client, AiCodeQuery query);

    // Windows share their boundary: a record that lies on it is counted in both. Of a single one, the first answer holds
    // the count.
    private bool IsOneWindow => Range.End - Range.Start <= AiCodeDateRange.MaxWindow && _users.Count <= 1;

    private void WriteTotalCount(Func<long> total)
    {
        if (_totalCountPending)
        {
            _totalCountPending = false;
            WriteObject(PagingParameters.NewTotalCount((ulong)total(), IsOneWindow ? 1.0 : 0.99));
        }
    }

    /// <summary>Writes records as they come, within -First and -Skip. Nothing is asked for that is not wanted.</summary>
    private protected void WriteAll<T>(IAsyncEnumerable<IReadOnlyList<T>> batches, Func<T, (string? Email, string? Id)> user, Func<T, bool> write)
    {
        var users = new HashSet<string>(StringComparer.Ordinal);
        IAsyncEnumerator<IReadOnlyList<T>> reader = batches.GetAsyncEnumerator(StopToken);
        try
        {
            while (Await(_ => reader.MoveNextAsync().AsTask()))
            {
                WriteTotalCount(() => Counted!.Value);
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

            WriteTotalCount(() => Counted!.Value);
        }
        finally
        {
            Task.Run(() => reader.DisposeAsync().AsTask()).GetAwaiter().GetResult();
        }
    }

    /// <summary>Writes an object where -Skip and -First want it; false where no more are wanted.</summary>
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
