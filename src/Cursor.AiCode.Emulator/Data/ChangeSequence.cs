namespace Cursor.AiCode.Emulator.Data;

/// <summary>Change records. About two in three are inline completions.</summary>
internal sealed class ChangeSequence(Dataset dataset, long count, int arrivingPerMinute)
    : RecordSequence(dataset, SplitMix64.Hash(dataset.Seed, 200), count, arrivingPerMinute)
{
    // Near the ids in the documentation's samples. Steps of about 3 resemble a real sequence.
    private const long FirstId = 749_000_000;

    private readonly ulong _developerSeed = SplitMix64.Hash(dataset.Seed, 202);
    private readonly ulong _changeSeed = SplitMix64.Hash(dataset.Seed, 203);

    /// <summary>Generates a record.</summary>
    /// <param name="index">The record.</param>
    /// <param name="hour">The hour of a record nearby; set to the hour of the record.</param>
    public Change Read(long index, ref int hour)
    {
        Developer developer = Dataset.Developers[DeveloperOf(index, ref hour)];
        var random = new DeterministicRandom(_changeSeed, index);
        var change = new Change
        {
            Id = FirstId + (index * 3) + random.Below(3),
            Developer = developer,
            IsComposer = random.Percent(36),
            CreatedAt = Timeline.TimeOf(index, hour),
        };
        if (change.IsComposer)
        {
            change.Model = random.Percent(5) ? null : random.Pick(TextTables.Models);
            change.FileCount = 1 + random.Skewed(FileEdits.MaxCount);
        }
        else
        {
            change.Model = random.Percent(70) ? null : TextTables.TabModel;
            change.FileCount = 1;
        }

        for (int i = 0; i < change.FileCount; i++)
        {
            SourceFile file = random.Pick(Dataset.Files);
            int added = 1 + random.Skewed(change.IsComposer ? 120 : 15);
            int deleted = random.Skewed(change.IsComposer ? 60 : 6);
            change.Files[i] = new FileEdit(file, added, deleted);
            change.LinesAdded += added;
            change.LinesDeleted += deleted;
        }

        return change;
    }

    protected override int DeveloperOf(long index, ref int hour)
    {
        hour = Timeline.HourOf(index, hour);
        return Dataset.Calendar.DeveloperAt(hour, SplitMix64.Hash(_developerSeed, index));
    }
}
