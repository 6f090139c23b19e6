using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Cursor.AiCode.Tests.Completeness;

/// <summary>Random records with awkward values, which depend on a seed only. The newest records are first, like in the API.</summary>
internal static class AwkwardRecords
{
    /// <summary>A number of records for several pages.</summary>
    public const int Many = 3600;

    /// <summary>A number of records slightly above the maximum page size, for tests with dozens of variants.</summary>
    public const int Some = 1100;

    public static readonly DateTimeOffset End = new(2025, 11, 5, 12, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<Person> People = Enumerable.Range(1, 9)
        .Select(static number => new Person($"user_{number}kX{number}b", $"person.{number}+ai@company.com", number))
        .Append(new Person("user_10Kx10B", "o'brien,\"jr\"@company.com", 10))
        .ToArray();

    private static readonly string?[] Texts =
    [
        null,
        "",
        "plain",
        "a \"quoted\" word",
        "\"",
        "\"\"",
        ",",
        "a,b,,c",
        "two\nlines",
        "two\r\nlines",
        "a lone \r in it",
        "\n",
        "\r\n",
        "ends with a line break\n",
        "  spaces around  ",
        "\ttab\t",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@home",
        "'=quoted already",
        "'plain apostrophe",
        "null",
        "NULL",
        "0",
        "007",
        "1e5",
        "true",
        "#comment",
        "\\\"backslashes\\",
        "{\"json\":[1,2]}",
        "😀 surrogates 👩‍👩‍👧 𝒳",
        "עברית ועוד \u202Eright to left\u202C",
        "combining e\u0301 and é",
        "\u2028 line separator \u2029",
        "\uFEFFBOM at the start",
        "\u0001control\u001F",
        "日本語のコミット",
        "İstanbul ıI",
        "a;b\tc|d",
    ];

    private static readonly string?[] Models = [null, "", "gpt-4o", "claude, \"opus\"", "模型", "=model"];

    /// <summary>Commits in this number of days before <see cref="End"/>.</summary>
    public static IReadOnlyList<ExpectedCommit> Commits(int count, int days, int seed = 1)
    {
        var random = new Random(seed);
        var commits = new List<ExpectedCommit>(count);
        while (commits.Count < count)
        {
            ExpectedCommit commit = Commit(random, commits.Count, days);
            commits.Add(commit);
            switch (random.Next(20))
            {
                case 0:
                    // The same commit on another branch.
                    commits.Add(commit with { Branch = commit.Branch + "/other" });
                    break;
                case 1:
                    // The same commit after an amend.
                    commits.Add(commit with { CreatedAt = commit.CreatedAt.AddMilliseconds(1) });
                    break;
            }
        }

        // The constructor sets the fields, but the copies above have the fields of the original.
        return commits.Take(count).Select(static c => new ExpectedCommit(
                c.Person, c.CreatedAt, c.Hash, c.Repo, c.Branch, c.Primary, c.Source, c.Lines, c.NonAiAdded, c.NonAiDeleted, c.Message, c.CommittedAt))
            .OrderByDescending(static commit => commit.CreatedAt).ToArray();
    }

    /// <summary>Changes in this number of days before <see cref="End"/>.</summary>
    public static IReadOnlyList<ExpectedChange> Changes(int count, int days, int seed = 1)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count)
            .Select(number => Change(random, number, days))
            .OrderByDescending(static change => change.CreatedAt).ToArray();
    }

    private static ExpectedCommit Commit(Random random, int number, int days)
    {
        DateTimeOffset created = Time(random, number, days);
        return new ExpectedCommit(
            Pick(random, People),
            created,
            Hash(random, number),
            Pick(random, Texts),
            Pick(random, Texts),
            random.Next(3) switch { 0 => null, 1 => true, _ => false },
            random.Next(5) switch { 0 => null, 1 => "ide", 2 => "cli", 3 => "cloud", _ => "a later, \"new\" source" },
            Enumerable.Range(0, 6).Select(_ => Lines(random)).ToArray(),
            random.Next(3) == 0 ? null : Lines(random),
            random.Next(3) == 0 ? null : Lines(random),
            Message(random, number),
            random.Next(4) == 0 ? null : created.AddMilliseconds(-random.Next(1, 40_000_000)));
    }

    private static ExpectedChange Change(Random random, int number, int days) => new(
        Pick(random, People),
        Time(random, number, days),
        (749_356_200 + (long)number).ToString(CultureInfo.InvariantCulture).PadLeft(number % 7 == 0 ? 14 : 1, '0'),
        random.Next(3) switch { 0 => "TAB", 1 => "COMPOSER", _ => "LATER" },
        Pick(random, Models),
        Lines(random),
        Lines(random),
        random.Next(8) == 0 ? null : Enumerable.Range(0, random.Next(6)).Select(_ => File(random)).ToArray());

    private static ExpectedFile File(Random random)
    {
        // Users in privacy mode have files without a name.
        string? name = random.Next(3) == 0 ? null : "src/" + (Pick(random, Texts) is { Length: > 0 } text ? text : "app") + ".ts";
        return new ExpectedFile(name, random.Next(9) == 0 ? null : "ts", Lines(random), Lines(random));
    }

    private static string Hash(Random random, int number) => (number % 5) switch
    {
        0 => number.ToString("d10", CultureInfo.InvariantCulture),
        1 => number.ToString(CultureInfo.InvariantCulture) + "e5",
        _ => random.NextInt64().ToString("x16", CultureInfo.InvariantCulture) + number.ToString("x8", CultureInfo.InvariantCulture),
    };

    private static string? Message(Random random, int number) => number switch
    {
        17 => new string('x', 200_000) + "\"\n,end",
        18 => string.Concat(Enumerable.Repeat("line, with \"quotes\" — and 😀\r\n", 2000)),
        _ => Pick(random, Texts) + (random.Next(2) == 0 ? Pick(random, Texts) : null) is { Length: > 0 } text ? text : Pick(random, Texts),
    };

    // Many records have the same time, and some are at the boundaries of days and of 30-day windows.
    private static DateTimeOffset Time(Random random, int number, int days) => (number % 10) switch
    {
        0 => End.AddDays(-Math.Min(days, 30 * random.Next(0, 4))),
        1 => End.AddDays(-random.Next(0, days)).AddHours(-12),
        2 => End.AddHours(-random.Next(1, days * 24)),
        _ => End.AddMilliseconds(-random.NextInt64(0, days * 86_400_000L)),
    };

    private static int Lines(Random random) => random.Next(12) switch
    {
        0 => int.MaxValue,
        1 => 123_456_789,
        < 5 => 0,
        _ => random.Next(2000),
    };

    private static T Pick<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
