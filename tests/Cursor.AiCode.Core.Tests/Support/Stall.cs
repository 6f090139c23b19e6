using System;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Lets time-outs run out where a server sends nothing more.</summary>
internal static class Stall
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(20);

    /// <summary>Moves the clock on, until the task is done.</summary>
    public static async Task UntilDoneAsync(Task task, ManualClock clock)
    {
        var giveUp = Task.Delay(GiveUp);
        while (!task.IsCompleted)
        {
            Assert.False(giveUp.IsCompleted, "It goes on for ever.");
            await Task.WhenAny(task, Task.Delay(20));
            if (clock.Pending > 0 && !task.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(61));
            }
        }

        await task;
    }
}
