namespace Cursor.AiCode.Report.Model;

/// <summary>The commits of a repository, a user, a team or a source.</summary>
/// <param name="Name">The name or the pseudonym, cleaned by <see cref="Names"/>.</param>
/// <param name="Totals">The numbers.</param>
internal sealed record ReportGroup(string Name, LineTotals Totals);
