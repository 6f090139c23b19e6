using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Dataset;

/// <summary>The file of one day while it is written. It is a temporary file until <see cref="Commit"/>.</summary>
internal abstract class DayFile<TBatch> : IDisposable
    where TBatch : RecordBatch
{
    /// <summary>Creates the temporary file.</summary>
    /// <exception cref="AiCodeException">The temporary file can't be created.</exception>
    protected DayFile(DatasetFolder folder, DateTime day)
    {
        Path = folder.GetPath(day);
        File = folder.CreateFile(day);
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The number of the write that was the last one, which tells how long the day hasn't received records.</summary>
    public long LastWrite { get; set; }

    /// <summary>The number of bytes of memory that <see cref="FlushAsync"/> releases, as an estimate.</summary>
    public abstract long BufferedBytes { get; }

    /// <summary>The length of the file in bytes, after <see cref="FinishAsync"/>.</summary>
    public long Length { get; protected set; }

    /// <summary>The temporary file.</summary>
    protected AtomicFile File { get; set; }

    /// <summary>Writes some records of a batch.</summary>
    public abstract Task WriteAsync(TBatch batch, int first, int count, CancellationToken cancellationToken);

    /// <summary>Writes what is buffered, and releases the memory. More records can follow.</summary>
    public abstract Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Completes the content.</summary>
    public abstract Task FinishAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the old file of the day.</summary>
    /// <exception cref="AiCodeException">The file can't be replaced. It is unchanged.</exception>
    public void Commit() => File.Commit();

    /// <summary>Deletes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the format needs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            File.Dispose();
        }
    }
}
