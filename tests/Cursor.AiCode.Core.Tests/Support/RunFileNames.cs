using System.IO;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Names of the temporary and lock files of other processes.</summary>
internal static class RunFileNames
{
    /// <summary>A file of a process that has ended and had the ID of this process.</summary>
    public static string OfEndedProcess(string file, string ending) => Change(file, ending, process: 2, to: "1");

    /// <summary>A file of a process on another computer.</summary>
    public static string OfAnotherComputer(string file, string ending) => Change(file, ending, process: 0, to: "00000000");

    /// <summary>The process ID in the name of such a file.</summary>
    public static string ProcessIdOf(string runFile) => Path.GetFileName(runFile).Split('.')[^2].Split('-')[1];

    private static string Change(string file, string ending, int process, string to)
    {
        string name = Path.GetFileName(RunFile.GetNewPath(file, ending));
        string[] parts = name[(Path.GetFileName(file).Length + 2)..^ending.Length].Split('-');
        parts[process] = to;
        return Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.{string.Join('-', parts)}{ending}");
    }
}
