namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// Commit records. One in twelve repeats the commit of an earlier record: on another branch, or after an amend.
/// It has its own <c>createdAt</c> and the commit's original time.
/// </summary>
internal sealed class CommitSequence(Dataset dataset, long count, int arrivingPerMinute)
    : RecordSequence(dataset, SplitMix64.Hash(dataset.Seed, 100), count, arrivingPerMinute)
{
    // A repeated record is at most this far back, so that it is of the same working day.
    private const int MaxDistance = 24;

    private readonly ulong _repeatSeed = SplitMix64.Hash(dataset.Seed, 101);
    private readonly ulong _developerSeed = SplitMix64.Hash(dataset.Seed, 102);
    private readonly ulong _commitSeed = SplitMix64.Hash(dataset.Seed, 103);
    private readonly ulong _recordSeed = SplitMix64.Hash(dataset.Seed, 104);

    /// <summary>Generates a record.</summary>
    /// <param name="index">The record.</param>
    /// <param name="hour">The hour of a record nearby; set to the hour of the record.</param>
    public Commit Read(long index, ref int hour)
    {
        (long origin, int originHour) = FindOrigin(index, ref hour);
        Commit commit = Create(origin, originHour);
        if (origin != index)
        {
            commit.CreatedAt = Timeline.TimeOf(index, hour);
            Repeat(ref commit, new DeterministicRandom(_recordSeed, index));
        }

        return commit;
    }

    protected override int DeveloperOf(long index, ref int hour)
    {
        (long origin, int originHour) = FindOrigin(index, ref hour);
        return DeveloperOfOrigin(origin, originHour);
    }

    private int DeveloperOfOrigin(long origin, int hour) =>
        Dataset.Calendar.DeveloperAt(hour, SplitMix64.Hash(_developerSeed, origin));

    /// <summary>
    /// Finds the record that a record repeats, or itself. Only even records repeat another, and only odd records share
    /// a time with their neighbour, so that two records of one commit differ in branch or time.
    /// </summary>
    private (long Origin, int Hour) FindOrigin(long index, ref int hour)
    {
        hour = Timeline.HourOf(index, hour);
        if ((index & 1) == 1 || index < MaxDistance + 2)
        {
            return (index, hour);
        }

        ulong hash = SplitMix64.Hash(_repeatSeed, index);
        if (hash % 6 != 0)
        {
            return (index, hour);
        }

        long origin = (index - 1 - (long)((hash >> 20) % MaxDistance)) | 1;
        return (origin, Timeline.HourOf(origin, hour));
    }

    private Commit Create(long index, int hour)
    {
        var random = new DeterministicRandom(_commitSeed, index);
        Developer developer = Dataset.Developers[DeveloperOfOrigin(index, hour)];

        // Most work is in the team's own repositories.
        Team team = random.Percent(88) ? Team.All[developer.Team] : random.Pick(Team.All);
        Repository repo = random.Pick(team.Repositories);
        int source = random.Below(100);
        var commit = new Commit
        {
            Hash1 = random.Next(),
            Hash2 = random.Next(),
            Hash3 = (uint)random.Next(),
            Developer = developer,
            Repo = random.Percent(3) ? null : repo.Name,
            Source = source < 80 ? CommitSource.Ide : source < 92 ? CommitSource.Cli : CommitSource.Cloud,
            Added = Lines.Create(ref random, 1, 900),
            Deleted = Lines.Create(ref random, 0, 300),
            HasNonAi = !random.Percent(4),
            Message = random.Percent(3) ? null : random.Pick(Dataset.Messages),
            CreatedAt = Timeline.TimeOf(index, hour),
        };
        commit.CommitTime = random.Percent(2) ? null : CreateCommitTime(commit.CreatedAt, ref random);
        SetBranch(ref commit, repo, ref random);
        return commit;
    }

    // Git stores whole seconds; the service ingests a commit within seconds, or hours later.
    private static long CreateCommitTime(long createdAt, ref DeterministicRandom random)
    {
        int delay = random.Percent(85) ? 2 + random.Below(60) : 60 + random.Below(10_800);
        return ((createdAt / 1000) - delay) * 1000;
    }

    private void SetBranch(ref Commit commit, Repository repo, ref DeterministicRandom random)
    {
        int kind = random.Below(100);
        commit.IsPrimary = kind < 38 ? PrimaryBranch.Yes : kind < 94 ? PrimaryBranch.No
            : kind < 97 ? PrimaryBranch.Null : PrimaryBranch.Absent;
        EncodedText other = random.Pick(Dataset.Branches);
        bool hasNoName = commit.IsPrimary >= PrimaryBranch.Null && random.Percent(50);
        commit.Branch = hasNoName ? null : commit.IsPrimary == PrimaryBranch.Yes ? repo.DefaultBranch : other;
    }

    private void Repeat(ref Commit commit, DeterministicRandom random)
    {
        if (random.Percent(60))
        {
            commit.Branch = random.Pick(Dataset.Branches);
            commit.IsPrimary = PrimaryBranch.No;
        }
        else
        {
            // Amended: more lines, possibly another message.
            commit.Added = commit.Added with { Total = commit.Added.Total + random.Below(30) };
            commit.Message = random.Percent(50) ? commit.Message : random.Pick(Dataset.Messages);
        }
    }
}
