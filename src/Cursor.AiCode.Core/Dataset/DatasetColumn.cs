namespace Cursor.AiCode.Dataset;

/// <summary>A column of a data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as documents name it.</param>
/// <param name="IsNullable">Whether values can be missing.</param>
/// <param name="Description">What it contains.</param>
internal sealed record DatasetColumn(string Name, string Type, bool IsNullable, string Description);
