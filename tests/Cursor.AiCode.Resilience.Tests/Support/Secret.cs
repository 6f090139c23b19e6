using System;
using System.Text;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>Tests text for the API key.</summary>
internal static class Secret
{
    /// <summary>Asserts that a text contains the key neither in plain text nor encoded as in the header.</summary>
    public static void AssertNotIn(string key, string text)
    {
        Assert.DoesNotContain(key, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")).TrimEnd('='), text, StringComparison.Ordinal);
    }
}
