using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Retrieval;
using Xunit;

namespace Cursor.AiCode.Tests.Transport;

/// <summary>What is read ahead comes in its order, to its end, and no further than a few items.</summary>
public sealed class ReadAheadTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _read;

    public void Dispose() => _stop.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public async Task Items_come_in_order_and_the_end_stays_the_end(int count)
    {
        await using var items = new ReadAhead<string>(() => NextAsync(count), _stop.Token);
        for (int i = 1; i <= count; i++)
        {
            Assert.Equal($"{i}", await items.NextAsync());
        }

        Assert.Null(await items.NextAsync());
        Assert.Null(await items.NextAsync());
    }

    [Fact]
    public async Task Nothing_is_read_before_the_first_is_wanted_and_then_a_few_ahead()
    {
        await using var items = new ReadAhead<string>(() => NextAsync(1000), _stop.Token);
        await Task.Delay(50);
        Assert.Equal(0, Volatile.Read(ref _read));
        for (int taken = 1; taken <= 20; taken++)
        {
            Assert.Equal($"{taken}", await items.NextAsync());
            int mostRead = taken + 4;
            await UntilAsync(() => Volatile.Read(ref _read) >= mostRead);
            await Task.Delay(5);
            Assert.Equal(mostRead, Volatile.Read(ref _read));
        }

        _stop.Cancel();
    }

    [Fact]
    public async Task A_failure_comes_after_what_was_read_before_it_and_comes_again()
    {
        await using var items = new ReadAhead<string>(
            async () => await NextAsync(3) ?? throw new AiCodeException(AiCodeErrorKind.IncompleteAnswer, "It broke off."), _stop.Token);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal($"{i}", await items.NextAsync());
        }

        _ = await Assert.ThrowsAsync<AiCodeException>(items.NextAsync);
        _ = await Assert.ThrowsAsync<AiCodeException>(items.NextAsync);
    }

    [Fact]
    public async Task A_stop_ends_the_read_that_is_under_way_and_who_waits_for_it()
    {
        var items = new ReadAhead<string>(
            async () =>
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return "never";
            },
            _stop.Token);
        Task<string?> next = items.NextAsync();
        _stop.Cancel();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await items.DisposeAsync();
    }

    [Fact]
    public async Task Who_leaves_early_waits_for_the_read_that_is_under_way()
    {
        var leave = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var items = new ReadAhead<string>(() => ++_read == 1 ? Task.FromResult<string?>("first") : leave.Task, _stop.Token);
        Assert.Equal("first", await items.NextAsync());
        await UntilAsync(() => Volatile.Read(ref _read) == 2);
        _stop.Cancel();
        Task left = items.DisposeAsync().AsTask();
        Assert.False(left.IsCompleted);
        leave.SetResult("not wanted");
        await left;
    }

    [Fact]
    public async Task Who_wants_nothing_leaves_at_once()
    {
        var items = new ReadAhead<string>(() => NextAsync(1), _stop.Token);
        await items.DisposeAsync();
        Assert.Equal(0, _read);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (int tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 10_000, "It was not so within 10 seconds.");
            await Task.Delay(1);
        }
    }

    private async Task<string?> NextAsync(int count)
    {
        if (_read % 3 == 0)
        {
            await Task.Yield();
        }

        return _read < count ? $"{Interlocked.Increment(ref _read)}" : null;
    }
}
