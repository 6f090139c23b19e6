using System;
using System.Collections.Generic;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Tests.Support;

/// <summary>The windows of a range for a service with the documented limit.</summary>
internal static class Windows
{
    private static readonly WindowLimit Limit = new(new Uri("https://documented.example"), []);

    /// <summary>Returns the windows of a range, newest first.</summary>
    public static IEnumerable<AiCodeDateRange> Of(AiCodeDateRange range)
    {
        for (AiCodeDateRange? window = Limit.WindowBefore(range.End, range); window is not null; window = Limit.WindowBefore(window, range))
        {
            yield return window;
        }
    }
}
