using System.IO;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Names of files that runs of other processes would keep beside a file.</summary>
internal static class RunFileNames
{
    /// <summary>A file of a process that has ended, and whose id this process got since.</summary>
    public static string OfEndedProcess(string file, string ending) => Change(file, ending, process: 2, to: "1");

    /// <summary>A file of a process that can't be seen from here.</summary>
    public static string OfAnotherComputer(string file, string ending) => Change(file, ending, process: 0, to: "00000000");

    /// <summary>The process id in the name of such a file.</summary>
    public static string ProcessIdOf(string runFile) => Path.GetFileName(runFile).Split('.')[^2].Split('-')[1];

    private static string Change(string file, string ending, int process, string to)
    {
        string name = Path.GetFileName(RunFile.GetNewPath(file, ending));
        string[] parts = name[(Path.GetFileName(file).Length + 2)..^ending.Length].Split('-');
        parts[process] = to;
        return Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.{string.Join('-', parts)}{ending}");
    }
}
