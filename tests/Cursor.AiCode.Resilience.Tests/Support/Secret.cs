using System;
using System.Text;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>Looks for what no one may read.</summary>
internal static class Secret
{
    /// <summary>The key is not in a text, neither as it is nor as the header has it.</summary>
    public static void IsNotIn(string key, string text)
    {
        Assert.DoesNotContain(key, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")).TrimEnd('='), text, StringComparison.Ordinal);
    }
}
