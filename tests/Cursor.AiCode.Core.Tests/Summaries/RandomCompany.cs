using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>
/// Random records of a company, which depend on a seed only: amended commits, several branches, unknown values, more AI
/// lines than lines, users with several spellings, and times around clock changes, midnight and New Year.
/// </summary>
internal sealed class RandomCompany
{
    private static readonly DateTime[] Days =
    [
        new(2024, 12, 29), new(2024, 12, 30), new(2024, 12, 31), new(2025, 1, 1), new(2025, 1, 5), new(2025, 1, 6), new(2025, 3, 9),
        new(2025, 3, 30), new(2025, 3, 31), new(2025, 7, 30), new(2025, 10, 5), new(2025, 10, 26), new(2025, 11, 2), new(2025, 12, 31),
    ];

    private static readonly string?[] Repositories = ["company/api", "company/web", "Unknown", "github.com/company/api", null];
    private static readonly string?[] Branches = ["main", "master", "feature/a", "feature/b", "production", null];
    private static readonly string?[] Sources = ["ide", "cli", "cloud", null];
    private static readonly string?[] Models = ["gpt-5", "claude", null];
    private static readonly string?[] Extensions = ["ts", "tsx", "cs", null];

    private readonly Random _random;

    public RandomCompany(int seed) => _random = new Random(seed);

    /// <summary>Random commits. Many of them have several records.</summary>
    public List<AiCommit> Commits(int count)
    {
        var records = new List<AiCommit>();
        while (records.Count < count)
        {
            AiCommit first = Commit();
            records.Add(first);
            while (Chance(0.4))
            {
                records.Add(Again(records[^1]));
            }
        }

        return records;
    }

    /// <summary>Random changes. Some of them have several records.</summary>
    public List<AiCodeChange> Changes(int count) => Enumerable.Range(0, count).Select(_ => Change()).ToList();

    /// <summary>A random order of the records.</summary>
    public T[] Shuffle<T>(IEnumerable<T> records)
    {
        T[] shuffled = records.ToArray();
        _random.Shuffle(shuffled);
        return shuffled;
    }

    // Returns another record of a commit: on another branch, in another repository, amended, or unchanged.
    private AiCommit Again(AiCommit commit) => _random.Next(6) switch
    {
        0 => commit with { BranchName = Pick(Branches), IsPrimaryBranch = Flag() },
        1 => commit with { RepoName = Pick(Repositories) },
        2 => commit with { UserEmail = commit.UserEmail?.ToUpperInvariant(), CreatedAt = commit.CreatedAt.AddMinutes(_random.Next(-100, 100)) },
        3 => commit,
        4 => commit.UserEmail is null ? commit : commit with { UserEmail = null, CreatedAt = commit.CreatedAt.AddMinutes(_random.Next(-100, 100)) },
        _ => Commit() with { CommitHash = commit.CommitHash, RepoName = commit.RepoName, UserEmail = commit.UserEmail, UserId = commit.UserId, CommitTs = commit.CommitTs },
    };

    private AiCommit Commit()
    {
        (string? email, string? id) = User();
        return new AiCommit
        {
            CommitHash = Number(1000),
            UserEmail = email,
            UserId = id,
            RepoName = Pick(Repositories),
            BranchName = Pick(Branches),
            IsPrimaryBranch = Flag(),
            CommitSource = Pick(Sources),
            TotalLinesAdded = Lines(),
            TotalLinesDeleted = Lines(),
            TabLinesAdded = Lines(),
            TabLinesDeleted = Lines(),
            ComposerLinesAdded = Lines(),
            ComposerLinesDeleted = Lines(),
            NonAiLinesAdded = Chance(0.2) ? null : Lines(),
            NonAiLinesDeleted = Chance(0.2) ? null : Lines(),
            Message = Chance(0.1) ? null : "line 1\r\n\"line 2\", " + Number(100),
            CommitTs = Chance(0.2) ? null : Time(),
            CreatedAt = Time(),
        };
    }

    private AiCodeChange Change()
    {
        (string? email, string? id) = User();
        return new AiCodeChange
        {
            ChangeId = Number(1000),
            UserEmail = email,
            UserId = id,
            Source = Chance(0.5) ? "TAB" : "COMPOSER",
            Model = Pick(Models),
            TotalLinesAdded = Lines(),
            TotalLinesDeleted = Lines(),
            CreatedAt = Time(),
            Metadata = Chance(0.2) ? null : Enumerable.Range(0, _random.Next(4)).Select(_ => new AiCodeChangeMetadata
            {
                FileName = Chance(0.3) ? null : "src/" + Number(100),
                FileExtension = Pick(Extensions),
                LinesAdded = Lines(),
                LinesDeleted = Lines(),
            }).ToArray(),
        };
    }

    // Some records of a user lack the e-mail address or the ID, and a user can have several of each.
    private (string? Email, string? Id) User()
    {
        string number = Number(20);
        return _random.Next(10) switch
        {
            0 => (null, null),
            1 => (null, "user_x"),
            2 => ("Ann@Company.com", "user_a"),
            3 => ("ann@company.com", null),
            4 => ("ann@company.com", "user_b"),
            5 => (null, "user_" + number),
            6 => ("user" + number + "@company.com", null),
            7 => ("user" + number + "@new.company.com", "user_" + number),
            _ => ("user" + number + "@company.com", "user_" + number),
        };
    }

    private bool? Flag() => _random.Next(3) switch { 0 => true, 1 => false, _ => null };

    private int Lines() => Chance(0.3) ? 0 : _random.Next(1000);

    private DateTime Time() => DateTime.SpecifyKind(Pick(Days), DateTimeKind.Utc)
        .AddMilliseconds(Chance(0.2) ? 0 : _random.Next(86_400_000)).ToLocalTime();

    private string Number(int below) => _random.Next(below).ToString(CultureInfo.InvariantCulture);

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];

    private bool Chance(double share) => _random.NextDouble() < share;
}
