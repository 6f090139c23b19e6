using System;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Xml.Linq;
using Cursor.AiCode.Charts;

namespace Cursor.AiCode.Report.Charts;

/// <summary>
/// Draws charts. The library is loaded on another thread while the records are read, and draws a chart of each kind there.
/// That takes seconds, most of which are those of the JIT compiler. Afterwards, a chart takes some 50 ms.
/// </summary>
internal sealed class ChartRenderer : IDisposable
{
    // The parser of the library calls itself for each nested expression. The stack of a thread in Windows can be too small.
    private const int StackSize = 16 * 1024 * 1024;

    private const int SampleSize = 8;

    private static readonly ChartKind[] Kinds = [ChartKind.Line, ChartKind.Columns, ChartKind.Bars];

    private readonly Thread _loading;
    private ChartEngine? _engine;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _isDisposed;

    /// <summary>Begins to load the library.</summary>
    public ChartRenderer()
    {
        _loading = new Thread(Load, StackSize) { IsBackground = true, Name = "Cursor.AiCode charts" };
        _loading.Start();
    }

    /// <summary>Draws a chart.</summary>
    /// <returns>An <c>svg</c> element for the page.</returns>
    public XElement Draw(Chart chart)
    {
        _loading.Join();
        _failure?.Throw();
        return ChartSvg.Create(_engine!.Draw(chart.ToJson(), chart.FormatAxis), chart);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;

        // The engine can't be stopped while it loads. Nothing uses it afterwards.
        if (!_loading.IsAlive)
        {
            _engine?.Dispose();
        }
    }

    private static Chart CreateSample(ChartKind kind)
    {
        string[] labels = [.. Enumerable.Range(0, SampleSize).Select(static number => number.ToString(CultureInfo.InvariantCulture))];
        var series = new ChartSeries("", "", "", [.. Enumerable.Range(1, SampleSize).Select(static number => (double?)number)]);
        return new Chart
        {
            Kind = kind,
            Labels = labels,
            Ends = labels,
            Notes = new string?[SampleSize],
            Series = kind == ChartKind.Line ? [series] : [series, series],
        };
    }

    private void Load()
    {
        try
        {
            _engine = ChartEngine.Create();
            foreach (ChartKind kind in Kinds)
            {
                if (!_isDisposed)
                {
                    _ = _engine.Draw(CreateSample(kind).ToJson(), static number => number.ToString(CultureInfo.InvariantCulture));
                }
            }
        }
#pragma warning disable CA1031 // The exception is thrown again by the thread that waits for the library.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
