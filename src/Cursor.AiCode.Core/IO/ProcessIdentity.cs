using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// Identifies a process in the name of a file: where it runs, its id, and when it started. An id alone is given to
/// another process later, and in a shared folder it can be that of a process of another computer or container.
/// </summary>
internal sealed class ProcessIdentity
{
    private const int StateField = 0;
    private const int StartField = 19;
    private static readonly Lazy<string> OwnPlace = new(GetPlace);
    private static readonly Lazy<ProcessIdentity> Own = new(GetCurrent);

    private ProcessIdentity(string place, int id, string start)
    {
        Place = place;
        Id = id;
        Start = start;
    }

    /// <summary>The process that this code runs in.</summary>
    public static ProcessIdentity Current => Own.Value;

    /// <summary>The process id.</summary>
    public int Id { get; }

    private string Place { get; }

    private string Start { get; }

    /// <summary>Returns the process of this system that has an id now.</summary>
    public static ProcessIdentity Of(int id) => new(OwnPlace.Value, id, GetStart(id) ?? "");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>The process; <see langword="null"/> if the text isn't one.</returns>
    public static ProcessIdentity? Parse(string text)
    {
        string[] parts = text.Split('-');
        return parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? new ProcessIdentity(parts[0], id, parts[2])
            : null;
    }

    /// <summary>Returns whether the process runs now.</summary>
    public ProcessState GetState()
    {
        if (Place != OwnPlace.Value)
        {
            return ProcessState.Unknown;
        }

        string? start = Id == Current.Id ? Current.Start : GetStart(Id);
        return start is { Length: 0 } ? ProcessState.Unknown
            : start == Start ? ProcessState.Running
            : ProcessState.Ended;
    }

    /// <summary>Returns the process as a person would look for it.</summary>
    public string Describe() => Place == OwnPlace.Value
        ? string.Format(CultureInfo.InvariantCulture, "process {0}", Id)
        : string.Format(CultureInfo.InvariantCulture, "process {0} of another computer or container", Id);

    /// <inheritdoc/>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}-{1}-{2}", Place, Id, Start);

    private static ProcessIdentity GetCurrent()
    {
        using var process = Process.GetCurrentProcess();
        return Of(process.Id);
    }

    // The start of a process as a text that every process of this system gets; empty if it isn't disclosed, and null if
    // there is no such process.
    private static string? GetStart(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            string? stat = ReadFile("/proc/" + id.ToString(CultureInfo.InvariantCulture) + "/stat");
            if (stat is null)
            {
                return process.StartTime.ToUniversalTime().Ticks.ToString("x", CultureInfo.InvariantCulture);
            }

            // Behind the name, which can hold anything. What has ended and waits for its parent to learn of it is a zombie.
            string[] fields = stat.Substring(stat.LastIndexOf(')') + 2).Split(' ');
            return fields[StateField] is "Z" or "X" ? null : fields[StartField];
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
        catch (Exception e) when (e is Win32Exception or NotSupportedException)
        {
            return "";
        }
    }

    // Process ids mean something within one boot of one kernel, and there within one namespace: computers and containers
    // can have the same name.
    private static string GetPlace()
    {
        string text = Environment.MachineName + ReadFile("/proc/sys/kernel/random/boot_id");
#if NET
        try
        {
            text += new FileInfo("/proc/self/ns/pid").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /proc there are no such namespaces that it could be told by.
        }
#endif
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return Path.DirectorySeparatorChar == '/' ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
