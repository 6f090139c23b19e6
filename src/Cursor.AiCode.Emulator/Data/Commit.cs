using System;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A commit record. Several records can describe one commit.</summary>
internal struct Commit
{
    // 16, 16 and 8 hex digits.
    public ulong Hash1;
    public ulong Hash2;
    public uint Hash3;

    public Developer Developer;
    public EncodedText? Repo;
    public EncodedText? Branch;
    public PrimaryBranch IsPrimary;
    public CommitSource Source;
    public Lines Added;
    public Lines Deleted;

    // Whether the number of lines that are not from AI is known.
    public bool HasNonAi;
    public EncodedText? Message;

    // Unix milliseconds: the commit's own time, and the time at which the service ingested the record.
    public long? CommitTime;
    public long CreatedAt;
}

/// <summary>Lines added or deleted, by origin.</summary>
internal readonly record struct Lines(int Total, int Tab, int Composer)
{
    /// <summary>The lines that are not from AI, as the service calculates them: the remainder of the total, at least 0.</summary>
    public int NonAi => Math.Max(0, Total - Tab - Composer);

    /// <summary>Generates lines. Now and then all of them are from AI, or more than the total.</summary>
    public static Lines Create(ref DeterministicRandom random, int min, int bound)
    {
        int total = min + random.Skewed(bound);
        int ai = random.Percent(3) ? total + random.Below(20) : (int)((long)total * random.Below(101) / 100);
        int tab = (int)((long)ai * random.Below(101) / 100);
        return new Lines(total, tab, ai - tab);
    }
}

/// <summary>Where a commit was created.</summary>
internal enum CommitSource
{
    /// <summary>The editor.</summary>
    Ide,

    /// <summary>The command-line agent.</summary>
    Cli,

    /// <summary>A cloud agent.</summary>
    Cloud,
}

/// <summary>What is known of a commit's branch. CSV has an empty field for the last two values.</summary>
internal enum PrimaryBranch
{
    /// <summary>The default branch.</summary>
    Yes,

    /// <summary>Another branch.</summary>
    No,

    /// <summary>Null in JSON.</summary>
    Null,

    /// <summary>Absent in JSON: the client could not determine the default branch.</summary>
    Absent,
}
