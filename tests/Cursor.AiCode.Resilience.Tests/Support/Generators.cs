using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>
/// Generates random cases and tests a property with each of them. The cases are the same in each run, unless
/// AICODE_FUZZ_SEED sets another seed.
/// </summary>
internal static class Generators
{
    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("AICODE_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : 1;

    private static readonly string[] AwkwardTexts =
    [
        "\"", "\"\"", ",", "\r", "\n", "\r\n", " ", "  ", "\t", "'", "=", "+", "-", "@", "'=", "\\", "\0", "\u001A", "\u0085", "\u2028", "\uFEFF", "\uFFFD", "e\u0301", "ß", "İ", "日本", "\u202E", "👩‍👩‍👧", "\U0010FFFF", "null", "true", "1e5", "2025-07-30",
    ];

    /// <summary>Any text without lone surrogates. Awkward characters are more frequent than others.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Elements(AwkwardTexts),
        Gen.Elements(AwkwardTexts),
        Gen.Choose(0, 0x10FFFF).Where(static code => Rune.IsValid(code)).Select(static code => new Rune(code).ToString()),
        Gen.Choose(' ', '~').Select(static code => ((char)code).ToString())).ArrayOf().Select(static parts => string.Concat(parts));

    /// <summary>A time between 1970 and 2100.</summary>
    public static Gen<DateTimeOffset> Time { get; } =
        from day in Gen.Choose(0, 47_481)
        from millisecond in Gen.Choose(0, 86_399_999)
        from tick in Gen.Choose(0, 9999)
        select DateTimeOffset.UnixEpoch.AddDays(day).AddMilliseconds(millisecond).AddTicks(tick);

    public static void ForAll<T>(Gen<T> cases, int count, Action<T> test) => ForAll(cases, static _ => [], count, test);

    /// <param name="cases">The cases.</param>
    /// <param name="smaller">Returns smaller cases, to simplify a failing case.</param>
    /// <param name="count">The number of cases.</param>
    /// <param name="test">Throws if the property doesn't hold for a case.</param>
    public static void ForAll<T>(Gen<T> cases, Func<T, IEnumerable<T>> smaller, int count, Action<T> test) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true).WithReplay(new Replay(new Rnd(Seed, 1), FSharpOption<int>.None)),
        Prop.ForAll(Arb.From(cases, smaller), test));

    /// <summary>Returns the list without each half, and without each element.</summary>
    public static IEnumerable<T[]> Shorter<T>(T[] list)
    {
        for (int length = list.Length / 2; length > 0; length /= 2)
        {
            for (int at = 0; at + length <= list.Length; at += length)
            {
                yield return [.. list.Take(at), .. list.Skip(at + length)];
            }
        }
    }
}
