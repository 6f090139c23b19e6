using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Report.Tests.Support;

/// <summary>A headless Chromium, controlled with the DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("aicode-browser-");
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pending = new();
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new(Timeout);
    private Process? _process;
    private Task? _receiving;
    private string? _session;
    private int _lastId;

    /// <summary>The URLs that pages requested.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The errors, warnings and texts in the console.</summary>
    public ConcurrentQueue<string> Console { get; } = new();

    /// <summary>Starts the browser and opens a page.</summary>
    public static async Task<Browser> StartAsync()
    {
        var browser = new Browser();
        await browser.LaunchAsync();
        return browser;
    }

    /// <summary>Loads a file, and waits for it.</summary>
    public async Task LoadAsync(string path)
    {
        _ = await SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });
        await UntilAsync("document.readyState === 'complete' && document.body !== null");
    }

    /// <summary>Sets the size of the window, the color scheme (light or dark) and the media (screen or print).</summary>
    public async Task EmulateAsync(int width, string scheme = "light", string media = "screen")
    {
        _ = await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        var features = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme });
        _ = await SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = media, ["features"] = features });
    }

    /// <summary>Evaluates a JavaScript expression.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonNode result = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        return result["exceptionDetails"] is { } exception
            ? throw new InvalidOperationException(exception.ToJsonString())
            : result["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Prints the page, and returns the PDF file.</summary>
    public async Task<byte[]> PrintAsync()
    {
        JsonNode result = await SendAsync("Page.printToPDF", new JsonObject { ["preferCSSPageSize"] = true });
        return Convert.FromBase64String((string)result["data"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _socket.Dispose();
        _stop.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A browser process that is exiting can still write files.
        }
    }

    private async Task LaunchAsync()
    {
        // As root, Chromium runs only without its sandbox. The tests load only files that they wrote.
        string[] arguments =
        [
            "--headless=new", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", .. Environment.UserName == "root" ? (string[])["--no-sandbox"] : [], "about:blank",
        ];
        _process = Process.Start(new ProcessStartInfo(BrowserFactAttribute.FindBrowser()!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string? address = null;
        const string Prefix = "DevTools listening on ";
        while (address is null && await _process.StandardError.ReadLineAsync(_stop.Token) is { } line)
        {
            address = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..] : null;
        }

        _ = _process.StandardError.ReadToEndAsync(_stop.Token);
        _ = _process.StandardOutput.ReadToEndAsync(_stop.Token);
        await _socket.ConnectAsync(new Uri(address ?? throw new InvalidOperationException("The browser ended.")), _stop.Token);
        _receiving = Task.Run(ReceiveAsync);
        JsonNode target = await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        JsonNode attached = await SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true });
        _session = (string)attached["sessionId"]!;
        foreach (string domain in (string[])["Page", "Network", "Runtime", "Log"])
        {
            _ = await SendAsync(domain + ".enable", []);
        }
    }

    private async Task UntilAsync(string condition)
    {
        while (!await EvaluateAsync<bool>(condition))
        {
            await Task.Delay(20, _stop.Token);
        }
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        int id = Interlocked.Increment(ref _lastId);
        var response = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = response;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
        return await response.Task.WaitAsync(_stop.Token);
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            using var message = new MemoryStream();
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer, _stop.Token);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            Handle(JsonNode.Parse(message.ToArray())!);
        }
    }

    private void Handle(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            _ = _pending.TryRemove((int)id, out TaskCompletionSource<JsonNode>? response);
            if (message["error"] is { } error)
            {
                _ = response?.TrySetException(new InvalidOperationException(error.ToJsonString()));
            }
            else
            {
                _ = response?.TrySetResult(message["result"]!);
            }

            return;
        }

        JsonNode? details = message["params"];
        switch ((string?)message["method"])
        {
            case "Network.requestWillBeSent":
                Requests.Enqueue((string)details!["request"]!["url"]!);
                break;
            case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded" or "Page.javascriptDialogOpening":
                Console.Enqueue(details!.ToJsonString());
                break;
        }
    }
}
