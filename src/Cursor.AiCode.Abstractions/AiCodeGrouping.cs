namespace Cursor.AiCode;

/// <summary>Specifies a property by which a summary groups commits or changes.</summary>
public enum AiCodeGrouping
{
    /// <summary>The repository. Commits only.</summary>
    Repository,

    /// <summary>The branch, so that a commit counts once for each of its branches. Commits only.</summary>
    Branch,

    /// <summary>The user: the e-mail address in any case; if it isn't known, the encoded ID.</summary>
    User,

    /// <summary>The team of the user, from a list of teams.</summary>
    Team,

    /// <summary>The source: <c>ide</c>, <c>cli</c>, <c>cloud</c> for commits, <c>TAB</c>, <c>COMPOSER</c> for changes.</summary>
    Source,

    /// <summary>The calendar day.</summary>
    Day,

    /// <summary>The week, which begins on Monday.</summary>
    Week,

    /// <summary>The calendar month.</summary>
    Month,

    /// <summary>The AI model. Changes only.</summary>
    Model,

    /// <summary>The file extension, so that a change counts once in each of its extensions. Changes only.</summary>
    Extension,
}
