namespace Cursor.AiCode.Report.Charts;

/// <summary>The kinds of charts.</summary>
internal enum ChartKind
{
    /// <summary>Values by period, with a gap where there is none.</summary>
    Line,

    /// <summary>Stacked columns by period.</summary>
    Columns,

    /// <summary>Stacked horizontal bars by name, each with a text after it.</summary>
    Bars,
}
