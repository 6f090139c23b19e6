using Cursor.AiCode.Serialization.Csv;
using Parquet.Schema;

namespace Cursor.AiCode.Parquet;

/// <summary>A column of Parquet files, and where its values are.</summary>
/// <param name="Type">The type of the values.</param>
/// <param name="Index">The index among the texts or the numbers of a <see cref="ColumnBuffer"/>.</param>
/// <param name="Field">The field of the file.</param>
/// <param name="Source">The field that takes the values as the buffer has them.</param>
/// <param name="HasDictionary">Whether the values of a text column repeat.</param>
internal sealed record ParquetColumn(CsvColumnType Type, int Index, DataField Field, DataField Source, bool HasDictionary);
