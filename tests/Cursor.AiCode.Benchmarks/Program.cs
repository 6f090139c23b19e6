using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Cursor.AiCode.Benchmarks;

/// <summary>
/// Runs the benchmarks. With <c>--small</c>, each runs once with few records, to test that it works. Other arguments are those
/// of BenchmarkDotNet, such as <c>--filter *Page*</c>.
/// </summary>
internal static class Program
{
    private const string Small = "--small";

    /// <summary>Runs the program.</summary>
    /// <returns>0, or 1 if a benchmark failed.</returns>
    public static int Main(string[] args)
    {
        bool small = args.Contains(Small);
        Responses.Records = small ? 200 : 10_000;
        string[] rest = args.Where(static arg => arg != Small).ToArray();
        IEnumerable<Summary> summaries = BenchmarkSwitcher
            .FromAssembly(typeof(Program).Assembly)
            .Run(rest.Length == 0 ? ["--filter", "*"] : rest, Config(small));
        Summary[] all = summaries.ToArray();
        return all.Length > 0 && all.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(Ran)) ? 0 : 1;
    }

    private static bool Ran(BenchmarkReport report) => report.Success && report.AllMeasurements.Count > 0;

    private static IConfig Config(bool small)
    {
        // Runs the benchmarks in this process, because the runtime of the target framework may not be installed.
        Job job = (small ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(small ? Path.GetTempPath() : Environment.CurrentDirectory, "BenchmarkDotNet.Artifacts"));
        return small ? config.WithOptions(ConfigOptions.DisableOptimizationsValidator) : config;
    }
}
