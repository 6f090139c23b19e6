using System;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Causes timeouts if a server stalls.</summary>
internal static class Stall
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(60);

    // Long enough for a response on a busy machine, so that only stalled requests time out.
    private static readonly TimeSpan Stalled = TimeSpan.FromMilliseconds(250);

    /// <summary>Advances the clock until the task is completed.</summary>
    public static async Task UntilDoneAsync(Task task, TestTimeProvider clock)
    {
        var timeout = Task.Delay(MaxDuration);
        while (!task.IsCompleted)
        {
            Assert.False(timeout.IsCompleted, "The task doesn't end.");
            await Task.WhenAny(task, Task.Delay(Stalled));
            if (clock.Pending > 0 && !task.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(61));
            }
        }

        await task;
    }
}
