using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// Identifies a process in a file name: the system, the process id, and the start time. An id alone isn't unique: it is
/// reused later, and other computers and containers that share the folder use the same ids.
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

    /// <summary>The current process.</summary>
    public static ProcessIdentity Current => Own.Value;

    /// <summary>The process id.</summary>
    public int Id { get; }

    private string Place { get; }

    private string Start { get; }

    /// <summary>Returns the running process of this system with an id.</summary>
    public static ProcessIdentity Of(int id) => new(OwnPlace.Value, id, GetStart(id) ?? "");

    /// <summary>Parses the result of <see cref="ToString"/>.</summary>
    /// <returns>The process; <see langword="null"/> if the text doesn't identify a process.</returns>
    public static ProcessIdentity? Parse(string text)
    {
        string[] parts = text.Split('-');
        return parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? new ProcessIdentity(parts[0], id, parts[2])
            : null;
    }

    /// <summary>Returns whether the process runs.</summary>
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

    /// <summary>Returns a description of the process for messages.</summary>
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

    // Returns the start time of a process as text, the same for every caller on this system. Empty if the system doesn't
    // disclose it, null if there is no such process.
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

            // The fields follow the process name, which can contain any character. A zombie has ended.
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

    // Process ids are unique within one boot and one PID namespace. Host names don't suffice: computers and containers can
    // have the same name.
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
            // Without /proc there are no PID namespaces.
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
