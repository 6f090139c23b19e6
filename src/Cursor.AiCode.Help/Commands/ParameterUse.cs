namespace Cursor.AiCode.Help.Commands;

/// <summary>What a parameter is in a parameter set.</summary>
/// <param name="Set">The name of the set.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Position">Its position, from 0; null where it goes by its name alone.</param>
/// <param name="ByValue">Whether it takes objects from the pipeline.</param>
/// <param name="ByPropertyName">Whether it takes properties of objects from the pipeline.</param>
internal sealed record ParameterUse(string Set, bool IsRequired, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>The name that stands for all sets.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>What it takes from the pipeline, as help says it.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
