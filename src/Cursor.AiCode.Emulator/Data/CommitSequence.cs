namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// Commit records. One in twelve repeats an earlier one: the same commit seen on another branch, or
/// again after an amend, with its own <c>createdAt</c> and the commit's old time.
/// </summary>
internal sealed class CommitSequence(Dataset dataset, long count, int arrivingPerMinute)
    : RecordSequence(dataset, SplitMix64.Of(dataset.Seed, 100), count, arrivingPerMinute)
{
    // A record repeats one of so many before it, so that it is still the same working day.
    private const int MaxDistance = 24;

    private readonly ulong _repeatSeed = SplitMix64.Of(dataset.Seed, 101);
    private readonly ulong _staffSeed = SplitMix64.Of(dataset.Seed, 102);
    private readonly ulong _commitSeed = SplitMix64.Of(dataset.Seed, 103);
    private readonly ulong _recordSeed = SplitMix64.Of(dataset.Seed, 104);

    /// <inheritdoc/>
    public override int DeveloperOf(long index, ref int hour)
    {
        hour = Timeline.HourOf(index, hour);
        long origin = OriginOf(index);
        int originHour = origin == index ? hour : Timeline.HourOf(origin, hour);
        return Dataset.Calendar.DeveloperAt(originHour, SplitMix64.Of(_staffSeed, origin));
    }

    /// <summary>Makes a record.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="hour">The hour of a record near it; becomes its own.</param>
    public Commit Read(long index, ref int hour)
    {
        hour = Timeline.HourOf(index, hour);
        long origin = OriginOf(index);
        int originHour = origin == index ? hour : Timeline.HourOf(origin, hour);
        Commit commit = Make(origin, originHour);
        if (origin != index)
        {
            commit.CreatedAt = Timeline.TimeOf(index, hour);
            Repeat(ref commit, new DeterministicRandom(_recordSeed, index));
        }

        return commit;
    }

    /// <summary>
    /// The record that a record repeats, or itself. Only even records repeat, and only odd ones share a
    /// time with their neighbour, so that two records of one commit differ in branch or time.
    /// </summary>
    private long OriginOf(long index)
    {
        if ((index & 1) == 1 || index < MaxDistance + 2)
        {
            return index;
        }

        ulong hash = SplitMix64.Of(_repeatSeed, index);
        return hash % 6 != 0 ? index : (index - 1 - (long)((hash >> 20) % MaxDistance)) | 1;
    }

    private Commit Make(long index, int hour)
    {
        var random = new DeterministicRandom(_commitSeed, index);
        Developer developer = Dataset.Developers[Dataset.Calendar.DeveloperAt(hour, SplitMix64.Of(_staffSeed, index))];

        // Most work is in the team's own repositories.
        Team team = Dataset.Teams[random.Percent(88) ? developer.Team : random.Below(Dataset.Teams.Length)];
        Repository repo = team.Repositories[random.Below(team.Repositories.Length)];
        int source = random.Below(100);
        var commit = new Commit
        {
            Hash1 = random.Next(),
            Hash2 = random.Next(),
            Hash3 = (uint)random.Next(),
            Developer = developer,
            Repo = random.Percent(3) ? null : repo.Name,
            Source = source < 80 ? CommitSource.Ide : source < 92 ? CommitSource.Cli : CommitSource.Cloud,
            Added = Lines.From(ref random, 1, 900),
            Deleted = Lines.From(ref random, 0, 300),
            HasNonAi = !random.Percent(4),
            Message = random.Percent(3) ? null : Dataset.Messages[random.Below(Dataset.Messages.Length)],
            CreatedAt = Timeline.TimeOf(index, hour),
        };
        commit.CommitTime = random.Percent(2) ? null : CreateCommitTime(commit.CreatedAt, ref random);
        SetBranch(ref commit, repo, ref random);
        return commit;
    }

    // Git keeps whole seconds; the service hears of a commit within seconds, or hours later.
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
        EncodedText other = Dataset.Branches[random.Below(Dataset.Branches.Length)];
        bool nameless = commit.IsPrimary >= PrimaryBranch.Null && random.Percent(50);
        commit.Branch = nameless ? null : commit.IsPrimary == PrimaryBranch.Yes ? repo.DefaultBranch : other;
    }

    private void Repeat(ref Commit commit, DeterministicRandom random)
    {
        if (random.Percent(60))
        {
            commit.Branch = Dataset.Branches[random.Below(Dataset.Branches.Length)];
            commit.IsPrimary = PrimaryBranch.No;
        }
        else
        {
            // Amended: more lines, perhaps other words.
            commit.Added = commit.Added with { Total = commit.Added.Total + random.Below(30) };
            commit.Message = random.Percent(50) ? commit.Message : Dataset.Messages[random.Below(Dataset.Messages.Length)];
        }
    }
}
