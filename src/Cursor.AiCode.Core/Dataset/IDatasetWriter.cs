using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Dataset;

/// <summary>Writes the files of the days of an export, whatever their format.</summary>
internal interface IDatasetWriter : IDisposable
{
    /// <summary>The number of records that were written.</summary>
    long RecordCount { get; }

    /// <summary>The number of records that were received but belong to other days.</summary>
    long SkippedCount { get; }

    /// <summary>The number of days with records.</summary>
    int DayCount { get; }

    /// <summary>The length of the files in bytes, after <see cref="CommitAsync"/>.</summary>
    long Length { get; }

    /// <summary>Reads the records of a query, and writes them to temporary files.</summary>
    /// <exception cref="AiCodeException">Not all records could be read, or a file can't be written. The data set is unchanged.</exception>
    Task ReadAsync(RecordSource source, AiCodeQuery query, CancellationToken cancellationToken);

    /// <summary>Replaces the files of all days with records, each atomically.</summary>
    /// <exception cref="AiCodeException">A file can't be written. The days that were replaced before are complete.</exception>
    Task CommitAsync(CancellationToken cancellationToken);
}
