using System;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Lets time-outs run out where a server sends nothing more.</summary>
internal static class Stall
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(60);

    // Long enough for a request that is answered, also on a busy machine: only one that stalls may run out of time.
    private static readonly TimeSpan Stalled = TimeSpan.FromMilliseconds(250);

    /// <summary>Moves the clock on, until the task is done.</summary>
    public static async Task UntilDoneAsync(Task task, TestTimeProvider clock)
    {
        var giveUp = Task.Delay(GiveUp);
        while (!task.IsCompleted)
        {
            Assert.False(giveUp.IsCompleted, "It goes on for ever.");
            await Task.WhenAny(task, Task.Delay(Stalled));
            if (clock.Pending > 0 && !task.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(61));
            }
        }

        await task;
    }
}
