namespace Cursor.AiCode.Parquet;

/// <summary>The records of a row group.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Records">The buffer with the records.</param>
/// <param name="RecordRows">The rows of the records in it.</param>
/// <param name="Files">The buffer with the files of changes; null for commits.</param>
/// <param name="FileRows">The rows of the files in it.</param>
internal sealed record RowGroup(ParquetColumns Columns, ColumnBuffer Records, int[] RecordRows, ColumnBuffer? Files, int[] FileRows);
