using System;
using System.Globalization;
using System.IO;
using System.Reflection;
using Jint;

namespace Cursor.AiCode.Charts;

/// <summary>
/// Draws charts as SVG with ECharts, in a JavaScript engine without access to .NET, files or the network. Creating an
/// instance takes about a second. Instances aren't thread-safe.
/// </summary>
public sealed class ChartEngine : IDisposable
{
    private readonly Engine _engine;

    private ChartEngine(Engine engine) => _engine = engine;

    /// <summary>Loads ECharts.</summary>
    public static ChartEngine Create()
    {
        // Charts don't depend on the culture: the names of weeks and the texts of numbers are part of their specification.
        var engine = new Engine(static options => options.Culture(CultureInfo.InvariantCulture));
        try
        {
            // ECharts expects the global objects of a browser.
            engine.Execute("var self = globalThis, window = globalThis; function setTimeout() { return 0; } function clearTimeout() { }");
            engine.Execute(ReadResource("echarts.js"));
            engine.Execute(ReadResource("charts.js"));
            return new ChartEngine(engine);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Draws a chart.</summary>
    /// <param name="specification">What to draw, in JSON. See charts.js.</param>
    /// <param name="formatNumber">Returns the text of a number at an axis.</param>
    /// <returns>An SVG document.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public string Draw(string specification, Func<double, string> formatNumber)
    {
        _engine.SetValue("formatNumber", formatNumber ?? throw new ArgumentNullException(nameof(formatNumber)));
        return _engine.Invoke("draw", specification ?? throw new ArgumentNullException(nameof(specification))).ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private static string ReadResource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
