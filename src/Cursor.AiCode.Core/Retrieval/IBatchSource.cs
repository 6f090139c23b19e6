using System;
using System.Threading.Tasks;

namespace Cursor.AiCode.Retrieval;

/// <summary>Provides the records of one pass through a window.</summary>
internal interface IBatchSource<TBatch> : IAsyncDisposable
    where TBatch : RecordBatch
{
    /// <summary>Returns the next records; null at the end.</summary>
    Task<TBatch?> ReadAsync();
}
