using System.Collections.Generic;

namespace Cursor.AiCode.Report.Model;

/// <summary>The accepted AI changes of a report.</summary>
/// <param name="Count">The number of changes.</param>
/// <param name="Models">By model, in descending order of the lines added.</param>
/// <param name="Extensions">By file extension, in descending order of the lines added. A change counts once in each of its extensions.</param>
internal sealed record ReportChanges(long Count, IReadOnlyList<ReportChangeGroup> Models, IReadOnlyList<ReportChangeGroup> Extensions);
