using System.Linq;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Accepted changes: two in three are inline completions.</summary>
internal sealed class ChangeSeries(Company company, long count, int arrivingPerMinute)
    : Series(company, Mix.Of(company.Seed, 200), count, arrivingPerMinute)
{
    // Where the ids of the documents' samples lie. Steps of 3 leave room to look like a real sequence.
    private const long FirstId = 749_000_000;

    private static readonly EncodedText[] Models = new[]
    {
        "gpt-4o", "gpt-4.1", "gpt-5", "o3", "claude-3.5-sonnet", "claude-3.7-sonnet", "claude-4-sonnet", "claude-4-opus",
        "gemini-2.5-pro", "grok-3", "deepseek-v3", "cursor-small",
    }.Select(name => new EncodedText(name)).ToArray();

    private static readonly EncodedText TabModel = new("cursor-tab");

    private readonly ulong _staffSeed = Mix.Of(company.Seed, 202);
    private readonly ulong _changeSeed = Mix.Of(company.Seed, 203);

    /// <inheritdoc/>
    public override int DeveloperOf(long index, ref int hour)
    {
        hour = Timeline.HourOf(index, hour);
        return Company.Calendar.DeveloperAt(hour, Mix.Of(_staffSeed, index));
    }

    /// <summary>Makes a record.</summary>
    /// <param name="index">Which one.</param>
    /// <param name="hour">The hour of a record near it; becomes its own.</param>
    public Change Read(long index, ref int hour)
    {
        Developer developer = Company.Developers[DeveloperOf(index, ref hour)];
        var draw = new Draw(_changeSeed, index);
        var change = new Change
        {
            Id = FirstId + (index * 3) + draw.Below(3),
            Developer = developer,
            IsComposer = draw.Percent(36),
            CreatedAt = Timeline.TimeOf(index, hour),
        };
        if (change.IsComposer)
        {
            change.Model = draw.Percent(5) ? null : Models[draw.Below(Models.Length)];
            change.FileCount = 1 + draw.Skewed(FileTouches.Most);
        }
        else
        {
            change.Model = draw.Percent(70) ? null : TabModel;
            change.FileCount = 1;
        }

        for (int i = 0; i < change.FileCount; i++)
        {
            SourceFile file = Company.Files[draw.Below(Company.Files.Length)];
            change.Files[i] = new FileTouch(file, 1 + draw.Skewed(change.IsComposer ? 120 : 15), draw.Skewed(change.IsComposer ? 60 : 6));
        }

        return change;
    }
}
