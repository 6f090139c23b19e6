using System.IO;
using System.Text;
using BenchmarkDotNet.Attributes;
using Cursor.AiCode.Serialization.Json;
using Newtonsoft.Json.Linq;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Reads a JSON page of commits.</summary>
public class PageBenchmarks
{
    private byte[] _page = [];

    [GlobalSetup]
    public void Setup() => _page = Responses.Page(AiCodeKind.Commit);

    /// <summary>Like the client: from the bytes, token by token.</summary>
    [Benchmark(Baseline = true)]
    public int Ours() => PageReader.Read<AiCommit>(_page, CommitJson.Read).Items.Count;

    /// <summary>Like Invoke-RestMethod, before the conversion to PowerShell objects.</summary>
    [Benchmark]
    public int NewtonsoftTree() => ((JArray)JObject.Parse(Encoding.UTF8.GetString(_page))["items"]!).Count;

    /// <summary>Typed, with reflection.</summary>
    [Benchmark]
    public int NewtonsoftTyped()
    {
        using var reader = new Newtonsoft.Json.JsonTextReader(new StreamReader(new MemoryStream(_page)));
        return new Newtonsoft.Json.JsonSerializer().Deserialize<TypedPage>(reader)!.Items.Count;
    }

    private sealed class TypedPage
    {
        public System.Collections.Generic.List<AiCommit> Items { get; set; } = [];
    }
}
