namespace Cursor.AiCode.Help.Commands;

/// <summary>The attributes of a parameter in a parameter set.</summary>
/// <param name="Set">The name of the set.</param>
/// <param name="IsRequired">Whether it is mandatory.</param>
/// <param name="Position">Its position, from 0; null if it is a named parameter.</param>
/// <param name="ByValue">Whether it accepts objects from the pipeline.</param>
/// <param name="ByPropertyName">Whether it accepts properties of objects from the pipeline.</param>
internal sealed record ParameterUse(string Set, bool IsRequired, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>The name that means all parameter sets.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>The pipeline input in the form of help.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
