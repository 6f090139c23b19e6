namespace Cursor.AiCode.Emulator.Data;

/// <summary>Lines added or deleted, and by whom.</summary>
internal readonly record struct Lines(int Total, int Tab, int Composer)
{
    /// <summary>As the service derives it: what is left of the total, never below 0.</summary>
    public int NonAi => System.Math.Max(0, Total - Tab - Composer);

    /// <summary>Draws a count from <paramref name="least"/> on, whose AI part is sometimes all of it, and sometimes more than the total.</summary>
    public static Lines From(ref DeterministicRandom random, int least, int bound)
    {
        int total = least + random.Skewed(bound);
        int ai = random.Percent(3) ? total + random.Below(20) : (int)((long)total * random.Below(101) / 100);
        int tab = (int)((long)ai * random.Below(101) / 100);
        return new Lines(total, tab, ai - tab);
    }
}
