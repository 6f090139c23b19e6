using System;

namespace Cursor.AiCode.Report.Model;

/// <summary>A week of the report.</summary>
/// <param name="Start">The Monday.</param>
/// <param name="Totals">The numbers; null if there were no commits.</param>
internal sealed record ReportPeriod(DateTime Start, LineTotals? Totals);
