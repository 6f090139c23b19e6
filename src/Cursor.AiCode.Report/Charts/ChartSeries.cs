using System.Collections.Generic;

namespace Cursor.AiCode.Report.Charts;

/// <summary>The values of one color in a chart.</summary>
/// <param name="Name">The name.</param>
/// <param name="Color">The CSS color.</param>
/// <param name="Edge">The CSS color of the outline.</param>
/// <param name="Values">A value for each label; null for one that isn't drawn.</param>
internal sealed record ChartSeries(string Name, string Color, string Edge, IReadOnlyList<double?> Values);
