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
/// Draws cases and checks that something holds for each. The same cases every time, unless AICODE_FUZZ_SEED says which
/// others.
/// </summary>
internal static class Generators
{
    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("AICODE_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : 1;

    private static readonly string[] AwkwardRecords =
    [
        "\"", "\"\"", ",", "\r", "\n", "\r\n", " ", "  ", "\t", "'", "=", "+", "-", "@", "'=", "\\", "\0", "\u001A", "\u0085", "\u2028", "\uFEFF", "\uFFFD", "e\u0301", "ß", "İ", "日本", "\u202E", "👩‍👩‍👧", "\U0010FFFF", "null", "true", "1e5", "2025-07-30",
    ];

    /// <summary>Any text that is Unicode: no half of a surrogate pair; the awkward more often than the common.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Elements(AwkwardRecords),
        Gen.Elements(AwkwardRecords),
        Gen.Choose(0, 0x10FFFF).Where(static code => Rune.IsValid(code)).Select(static code => new Rune(code).ToString()),
        Gen.Choose(' ', '~').Select(static code => ((char)code).ToString())).ArrayOf().Select(static parts => string.Concat(parts));

    /// <summary>A time between 1970 and 2100.</summary>
    public static Gen<DateTimeOffset> Time { get; } =
        from day in Gen.Choose(0, 47_481)
        from millisecond in Gen.Choose(0, 86_399_999)
        from tick in Gen.Choose(0, 9999)
        select DateTimeOffset.UnixEpoch.AddDays(day).AddMilliseconds(millisecond).AddTicks(tick);

    public static void Holds<T>(Gen<T> cases, int count, Action<T> test) => Holds(cases, static _ => [], count, test);

    /// <param name="cases">The cases.</param>
    /// <param name="smaller">Cases that are smaller than a given one, for a failure to be made plain.</param>
    /// <param name="count">How many.</param>
    /// <param name="test">What holds for each; it throws where it does not.</param>
    public static void Holds<T>(Gen<T> cases, Func<T, IEnumerable<T>> smaller, int count, Action<T> test) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true).WithReplay(new Replay(new Rnd(Seed, 1), FSharpOption<int>.None)),
        Prop.ForAll(Arb.From(cases, smaller), test));

    /// <summary>A list without each of its parts, and without each half.</summary>
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
