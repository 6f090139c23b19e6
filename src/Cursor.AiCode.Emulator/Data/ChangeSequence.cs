using System.Linq;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Accepted changes: two in three are inline completions.</summary>
internal sealed class ChangeSequence(Dataset dataset, long count, int arrivingPerMinute)
    : RecordSequence(dataset, SplitMix64.Of(dataset.Seed, 200), count, arrivingPerMinute)
{
    // Where the ids of the documents' samples lie. Steps of 3 leave room to look like a real sequence.
    private const long FirstId = 749_000_000;

    private static readonly EncodedText[] Models = new[]
    {
        "gpt-4o", "gpt-4.1", "gpt-5", "o3", "claude-3.5-sonnet", "claude-3.7-sonnet", "claude-4-sonnet", "claude-4-opus",
        "gemini-2.5-pro", "grok-3", "deepseek-v3", "cursor-small",
    }.Select(name => new EncodedText(name)).ToArray();

    private static readonly EncodedText TabModel = new("cursor-tab");

    private readonly ulong _staffSeed = SplitMix64.Of(dataset.Seed, 202);
    private readonly ulong _changeSeed = SplitMix64.Of(dataset.Seed, 203);

    /// <inheritdoc/>
    public override int DeveloperOf(long index, ref int hour)
    {
        hour = Timeline.HourOf(index, hour);
        return Dataset.Calendar.DeveloperAt(hour, SplitMix64.Of(_staffSeed, index));
    }

    /// <summary>Makes a record.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="hour">The hour of a record near it; becomes its own.</param>
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
            change.Model = random.Percent(5) ? null : Models[random.Below(Models.Length)];
            change.FileCount = 1 + random.Skewed(FileEdits.MaxCount);
        }
        else
        {
            change.Model = random.Percent(70) ? null : TabModel;
            change.FileCount = 1;
        }

        for (int i = 0; i < change.FileCount; i++)
        {
            SourceFile file = Dataset.Files[random.Below(Dataset.Files.Length)];
            change.Files[i] = new FileEdit(file, 1 + random.Skewed(change.IsComposer ? 120 : 15), random.Skewed(change.IsComposer ? 60 : 6));
        }

        return change;
    }
}
