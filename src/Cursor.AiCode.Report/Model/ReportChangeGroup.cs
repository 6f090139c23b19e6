namespace Cursor.AiCode.Report.Model;

/// <summary>The changes of a model or a file extension.</summary>
/// <param name="Name">The model or the extension, cleaned by <see cref="Names"/>.</param>
/// <param name="Changes">The number of changes.</param>
/// <param name="Users">The number of distinct users.</param>
/// <param name="Added">The lines added.</param>
/// <param name="Deleted">The lines deleted.</param>
internal sealed record ReportChangeGroup(string Name, long Changes, long Users, long Added, long Deleted);
