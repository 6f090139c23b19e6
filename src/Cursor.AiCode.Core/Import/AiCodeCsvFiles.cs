using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace Cursor.AiCode;

/// <summary>Finds the CSV files that a path leads to.</summary>
public static class AiCodeCsvFiles
{
    /// <summary>Returns a file itself, and of a folder all data files in it and in the folders below it.</summary>
    /// <remarks>
    /// Data files are those named <c>*.csv</c> and <c>*.csv.gz</c>. Files and folders whose names begin with a period or an
    /// underscore are ignored, as tools for data sets do. Links to folders are followed.
    /// </remarks>
    /// <param name="path">The path of a file or a folder.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The paths of the files. Those of a folder are in ordinal order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="AiCodeException">There is no such file or folder, the folder contains no data file, or it can't be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static IReadOnlyList<string> Find(string path, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(path ?? throw new ArgumentNullException(nameof(path))))
        {
            return File.Exists(path) ? [path]
                : throw new AiCodeException(AiCodeErrorKind.FileNotFound, $"'{path}' doesn't exist.");
        }

        var files = new List<string>();
        try
        {
            AddFiles(files, path, [Path.GetFullPath(path)], cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AiCodeException(AiCodeErrorKind.FileNotReadable, $"The folder '{path}' can't be read: {e.Message}", e);
        }

        List<string> csvFiles = files.Where(static file => HasExtension(file, ".csv") || HasExtension(file, ".csv.gz")).ToList();
        if (csvFiles.Count == 0)
        {
            string advice = files.Exists(static file => HasExtension(file, ".parquet"))
                ? "Parquet files are read by other programs, such as DuckDB. Export the data set with -Format Csv to read it with this module."
                : "Data files are named *.csv or *.csv.gz.";
            throw new AiCodeException(AiCodeErrorKind.FileNotFound, $"The folder '{path}' contains no CSV file. {advice}");
        }

        csvFiles.Sort(StringComparer.Ordinal);
        return csvFiles;
    }

    // The visited folders are the targets of links above this folder: a link that leads back to one of them would have no end.
    private static void AddFiles(List<string> files, string folder, string[] visited, CancellationToken cancellationToken)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = Path.GetFileName(path);
            if (name[0] is '.' or '_')
            {
                continue;
            }

            if (!Directory.Exists(path))
            {
                files.Add(path);
            }
            else if (LinkTarget(path) is not { } target)
            {
                AddFiles(files, path, visited, cancellationToken);
            }
            else if (!visited.Any(above => IsInOrAt(above, target)) && !IsInOrAt(Path.GetFullPath(folder), target))
            {
                AddFiles(files, path, [.. visited, target], cancellationToken);
            }
        }
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsInOrAt(string path, string folder) =>
        path.Equals(folder, StringComparison.Ordinal) || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // .NET Framework doesn't tell links from placeholders of cloud folders. There, an endless path is an error.
    private static string? LinkTarget(string folder) =>
#if NET
        new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
#else
        null;
#endif
}
