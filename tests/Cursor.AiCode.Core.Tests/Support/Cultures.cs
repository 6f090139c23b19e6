using System;
using System.Globalization;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>The cultures in which text and numbers go wrong first.</summary>
internal static class Cultures
{
    public static TheoryData<string> All => ["", "de-DE", "ar-SA", "th-TH", "tr-TR", "fa-IR", "fr-CH"];

    /// <summary>Makes a culture that of the test, until it is disposed of.</summary>
    public static IDisposable Use(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture, beforeUi = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
        return new Undo(() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi));
    }
}
