using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Xml.Linq;
using Cursor.AiCode.Charts;

namespace Cursor.AiCode.Report.Charts;

/// <summary>
/// Draws charts. The library is loaded on another thread while the records are read, because that takes about a second.
/// </summary>
internal sealed class ChartRenderer : IDisposable
{
    // The parser of the library calls itself for each nested expression. The stack of a thread in Windows can be too small.
    private const int StackSize = 16 * 1024 * 1024;

    private readonly Thread _loading;
    private ChartEngine? _engine;
    private ExceptionDispatchInfo? _failure;

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
        // The engine can't be stopped while it loads. Nothing uses it afterwards.
        if (!_loading.IsAlive)
        {
            _engine?.Dispose();
        }
    }

    private void Load()
    {
        try
        {
            _engine = ChartEngine.Create();
        }
#pragma warning disable CA1031 // The exception is thrown again by the thread that waits for the library.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
