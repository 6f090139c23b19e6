using System;
using System.Globalization;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Cultures that often cause errors with text and numbers.</summary>
internal static class Cultures
{
    public static TheoryData<string> All => ["", "de-DE", "ar-SA", "th-TH", "tr-TR", "fa-IR", "fr-CH"];

    /// <summary>Sets the culture of the test until the result is disposed.</summary>
    public static IDisposable Use(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture, beforeUi = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
        return new Undo(() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi));
    }
}
