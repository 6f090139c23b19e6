using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Dataset;

/// <summary>
/// The folder of a data set. Each UTC day with records has a folder with one file in it, such as
/// <c>created_date=2025-07-30/commits.parquet</c>. These folders are the only state of the data set.
/// </summary>
/// <remarks>
/// Temporary files are in the folder itself, not in those of the days: what a killed run leaves is then found in one folder,
/// however many days there are. Their names begin with a period, and match no pattern such as <c>*.parquet</c>.
/// </remarks>
internal sealed class DatasetFolder
{
    private const string DayPrefix = "created_date=";
    private const string DayForm = "yyyy-MM-dd";
    private const string ReadmeName = "README.md";

    private static readonly string[] Extensions = [".parquet", AiCodeFileFormat.Csv.Extension, AiCodeFileFormat.CompressedCsv.Extension];

    private readonly List<DateTime> _days = [];

    /// <summary>Creates a description of a folder, which need not exist.</summary>
    public DatasetFolder(string path, AiCodeKind kind, AiCodeFileFormat format)
    {
        // Tab completion adds a separator to a folder.
        string trimmed = path.TrimEnd(System.IO.Path.DirectorySeparatorChar, System.IO.Path.AltDirectorySeparatorChar);
        Path = System.IO.Path.GetDirectoryName(trimmed) is { Length: > 0 } ? trimmed : path;
        Kind = kind;
        Format = format;
        FileName = NameOf(kind) + format.Extension;
    }

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>The kind of the records.</summary>
    public AiCodeKind Kind { get; }

    /// <summary>The format of the files.</summary>
    public AiCodeFileFormat Format { get; }

    /// <summary>The name of the file of each day.</summary>
    public string FileName { get; }

    /// <summary>The path of the description of the data set.</summary>
    public string ReadmePath => System.IO.Path.Combine(Path, ReadmeName);

    /// <summary>The oldest day, in UTC; null if there is none.</summary>
    public DateTimeOffset? Oldest => _days.Where(HasFile).Select(ToOffset).FirstOrDefault() is var day && day == default ? null : day;

    /// <summary>Creates the folder if it doesn't exist. Returns whether it was created.</summary>
    /// <exception cref="AiCodeException">The path is a file, the parent folder doesn't exist, or the folder can't be created.</exception>
    public bool Create()
    {
        if (File.Exists(Path))
        {
            throw new AiCodeException(AiCodeErrorKind.PathIsFile, $"'{Path}' is a file. Specify the path of a folder.");
        }

        if (Directory.Exists(Path))
        {
            return false;
        }

        string? parent = System.IO.Path.GetDirectoryName(Path);
        if (string.IsNullOrEmpty(parent) || !Directory.Exists(parent))
        {
            throw new AiCodeException(AiCodeErrorKind.FolderNotFound, $"The folder '{parent}' doesn't exist. Create it first: New-Item -ItemType Directory -Path '{parent}'.");
        }

        try
        {
            _ = Directory.CreateDirectory(Path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.NotWritable(Path, e);
        }
    }

    /// <summary>Deletes the folder if it is empty.</summary>
    public void DeleteIfEmpty()
    {
        try
        {
            Directory.Delete(Path, recursive: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It isn't empty.
        }
    }

    /// <summary>Finds the days that the folder has, and deletes the temporary files of killed runs.</summary>
    /// <exception cref="AiCodeException">The folder can't be read, or contains a data set of another kind or format.</exception>
    public void Open()
    {
        try
        {
            AtomicFile.DeleteStaleTempFiles(System.IO.Path.Combine(Path, FileName));
            _days.Clear();
            _days.AddRange(Directory.EnumerateDirectories(Path, DayPrefix + "*").Select(Parse).OfType<DateTime>().OrderBy(static day => day));
            foreach (DateTime day in _days.AsEnumerable().Reverse())
            {
                // One day is enough: all days have been written by this method's rule. Days without files are left by killed runs.
                if (EnsureMatches(day))
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AiCodeException(AiCodeErrorKind.FileNotReadable, $"The folder '{Path}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>Checks that the files of the days in a range can be replaced. It is called before the first request.</summary>
    /// <exception cref="AiCodeException">A file can't be written, or is one of another data set.</exception>
    public void EnsureWritable(DatasetRange range)
    {
        foreach (DateTime day in _days.Where(range.Contains))
        {
            _ = EnsureMatches(day);
            string path = GetPath(day);
            if (File.Exists(path) && new FileInfo(path).IsReadOnly)
            {
                throw new AiCodeException(AiCodeErrorKind.FileReadOnly, $"'{path}' is read-only. Make it writable, so that the day's records can replace it.");
            }

            AtomicFile.EnsureWritable(path, overwriteReadOnly: false, mustBeNew: false);
        }
    }

    /// <summary>The newest day, in UTC; null if there is none.</summary>
    /// <param name="now">The current time. Later days don't count: a record that is dated in the future must not hide that the days before it are missing.</param>
    public DateTimeOffset? GetNewest(DateTimeOffset now)
    {
        DateTime today = now.UtcDateTime.Date;
        foreach (DateTime day in _days.AsEnumerable().Reverse())
        {
            if (day <= today && HasFile(day))
            {
                return ToOffset(day);
            }
        }

        return null;
    }

    /// <summary>Whether the folder has a file of the day.</summary>
    public bool HasFile(DateTime day) => File.Exists(GetPath(day));

    /// <summary>Returns the path of the file of a day.</summary>
    public string GetPath(DateTime day) => System.IO.Path.Combine(GetFolder(day), FileName);

    /// <summary>Creates the temporary file of a day.</summary>
    /// <exception cref="AiCodeException">The temporary file can't be created.</exception>
    public AtomicFile CreateFile(DateTime day) => AtomicFile.Create(GetPath(day), System.IO.Path.Combine(Path, FileName));

    /// <summary>Creates the folder of a day.</summary>
    /// <exception cref="AiCodeException">The folder can't be created.</exception>
    public void CreateFolder(DateTime day)
    {
        string folder = GetFolder(day);
        if (Directory.Exists(folder))
        {
            return;
        }

        try
        {
            _ = Directory.CreateDirectory(folder);
            FileReplacement.FlushFolder(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.NotWritable(GetPath(day), e);
        }
    }

    private static string NameOf(AiCodeKind kind) => kind == AiCodeKind.Commit ? "commits" : "changes";

    private static DateTimeOffset ToOffset(DateTime day) => new(day, TimeSpan.Zero);

    private static DateTime? Parse(string folder) =>
        DateTime.TryParseExact(
            System.IO.Path.GetFileName(folder).Substring(DayPrefix.Length), DayForm, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime day)
            ? day
            : null;

    private string GetFolder(DateTime day) => System.IO.Path.Combine(Path, DayPrefix + day.ToString(DayForm, CultureInfo.InvariantCulture));

    // Whether the day has a file. Engines read all files of a folder as one table.
    private bool EnsureMatches(DateTime day)
    {
        foreach (AiCodeKind kind in new[] { AiCodeKind.Commit, AiCodeKind.Change })
        {
            foreach (string extension in Extensions)
            {
                string name = NameOf(kind) + extension;
                if (name != FileName && File.Exists(System.IO.Path.Combine(GetFolder(day), name)))
                {
                    throw new AiCodeException(
                        AiCodeErrorKind.DatasetMismatch,
                        $"'{Path}' contains a data set of {NameOf(kind)} in {extension} files, such as '{System.IO.Path.Combine(GetFolder(day), name)}', and can't contain {FileName} files, too. Specify another folder, or the kind and format of the data set.");
                }
            }
        }

        return HasFile(day);
    }
}
