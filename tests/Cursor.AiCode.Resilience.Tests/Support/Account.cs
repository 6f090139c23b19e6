using System;
using System.Globalization;
using System.IO;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>An account with few permissions. All such accounts share a group.</summary>
public sealed record Account(uint Id)
{
    public const uint SharedGroup = 65534;

    public static readonly Account Nobody = new(65534);
    public static readonly Account Daemon = new(1);

    // The folder of the tests can be accessible to its owner only.
    private static readonly Lazy<string> Programs = new(Copy);

    /// <summary>The options of setpriv that run a program as this account.</summary>
    public string Options => string.Format(CultureInfo.InvariantCulture, "--reuid={0} --regid={1} --clear-groups --inh-caps=-all", Id, SharedGroup);

    /// <summary>The path of a copy of a test program that every account can read.</summary>
    public static string ProgramOf(string name) => Path.Combine(Programs.Value, name + ".dll");

    /// <summary>Lets both accounts write to a folder. Its files belong to their group.</summary>
    public static void Share(string folder) => Run("chown :" + SharedGroup.ToString(CultureInfo.InvariantCulture) + " \"$1\" && chmod 2775 \"$1\"", folder);

    private static string Copy()
    {
        string folder = Directory.CreateTempSubdirectory("aicode-program-").FullName;
        Run("cp \"$2\"/*.dll \"$2\"/*.json \"$1\" && chmod -R a+rX \"$1\"", folder, AppContext.BaseDirectory);
        return folder;
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start("sh", ["-c", command, "sh", .. arguments]);
        process.WaitForExit();
        Xunit.Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Deletes the copies of the programs after the tests of a class.</summary>
    public sealed class ProgramsFixture : IDisposable
    {
        public void Dispose()
        {
            if (Programs.IsValueCreated)
            {
                Directory.Delete(Programs.Value, recursive: true);
            }
        }
    }
}
