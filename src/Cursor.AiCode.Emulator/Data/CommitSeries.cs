namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// Commit records. One in twelve repeats an earlier one: the same commit seen on another branch, or
/// again after an amend, with its own <c>createdAt</c> and the commit's old time.
/// </summary>
internal sealed class CommitSeries(Company company, long count, int arrivingPerMinute)
    : Series(company, Mix.Of(company.Seed, 100), count, arrivingPerMinute)
{
    // A record repeats one of so many before it, so that it is still the same working day.
    private const int Reach = 24;

    private readonly ulong _repeatSeed = Mix.Of(company.Seed, 101);
    private readonly ulong _staffSeed = Mix.Of(company.Seed, 102);
    private readonly ulong _commitSeed = Mix.Of(company.Seed, 103);
    private readonly ulong _recordSeed = Mix.Of(company.Seed, 104);

    /// <inheritdoc/>
    public override int DeveloperOf(long index, ref int hour)
    {
        hour = Timeline.HourOf(index, hour);
        long origin = OriginOf(index);
        int originHour = origin == index ? hour : Timeline.HourOf(origin, hour);
        return Company.Calendar.DeveloperAt(originHour, Mix.Of(_staffSeed, origin));
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
            Repeat(ref commit, new Draw(_recordSeed, index));
        }

        return commit;
    }

    /// <summary>
    /// The record that a record repeats, or itself. Only even records repeat, and only odd ones share a
    /// time with their neighbour, so that two records of one commit differ in branch or time.
    /// </summary>
    private long OriginOf(long index)
    {
        if ((index & 1) == 1 || index < Reach + 2)
        {
            return index;
        }

        ulong hash = Mix.Of(_repeatSeed, index);
        return hash % 6 != 0 ? index : (index - 1 - (long)((hash >> 20) % Reach)) | 1;
    }

    private Commit Make(long index, int hour)
    {
        var draw = new Draw(_commitSeed, index);
        Developer developer = Company.Developers[Company.Calendar.DeveloperAt(hour, Mix.Of(_staffSeed, index))];

        // Most work is in the team's own repositories.
        Team team = Company.Teams[draw.Percent(88) ? developer.Team : draw.Below(Company.Teams.Length)];
        Repository repo = team.Repositories[draw.Below(team.Repositories.Length)];
        int source = draw.Below(100);
        var commit = new Commit
        {
            Hash1 = draw.Next(),
            Hash2 = draw.Next(),
            Hash3 = (uint)draw.Next(),
            Developer = developer,
            Repo = draw.Percent(3) ? null : repo.Name,
            Source = source < 80 ? CommitSource.Ide : source < 92 ? CommitSource.Cli : CommitSource.Cloud,
            Added = Lines.From(ref draw, 1, 900),
            Deleted = Lines.From(ref draw, 0, 300),
            HasNonAi = !draw.Percent(4),
            Message = draw.Percent(3) ? null : Company.Messages[draw.Below(Company.Messages.Length)],
            CreatedAt = Timeline.TimeOf(index, hour),
        };
        commit.CommitTime = draw.Percent(2) ? null : OwnTime(commit.CreatedAt, ref draw);
        SetBranch(ref commit, repo, ref draw);
        return commit;
    }

    // Git keeps whole seconds; the service hears of a commit within seconds, or hours later.
    private static long OwnTime(long createdAt, ref Draw draw)
    {
        int delay = draw.Percent(85) ? 2 + draw.Below(60) : 60 + draw.Below(10_800);
        return ((createdAt / 1000) - delay) * 1000;
    }

    private void SetBranch(ref Commit commit, Repository repo, ref Draw draw)
    {
        int kind = draw.Below(100);
        commit.IsPrimary = kind < 38 ? PrimaryBranch.Yes : kind < 94 ? PrimaryBranch.No
            : kind < 97 ? PrimaryBranch.Null : PrimaryBranch.Absent;
        EncodedText other = Company.Branches[draw.Below(Company.Branches.Length)];
        bool nameless = commit.IsPrimary >= PrimaryBranch.Null && draw.Percent(50);
        commit.Branch = nameless ? null : commit.IsPrimary == PrimaryBranch.Yes ? repo.DefaultBranch : other;
    }

    private void Repeat(ref Commit commit, Draw draw)
    {
        if (draw.Percent(60))
        {
            commit.Branch = Company.Branches[draw.Below(Company.Branches.Length)];
            commit.IsPrimary = PrimaryBranch.No;
        }
        else
        {
            // Amended: more lines, perhaps other words.
            commit.Added = commit.Added with { Total = commit.Added.Total + draw.Below(30) };
            commit.Message = draw.Percent(50) ? commit.Message : Company.Messages[draw.Below(Company.Messages.Length)];
        }
    }
}
