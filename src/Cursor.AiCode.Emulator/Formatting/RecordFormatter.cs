using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>One kind of record in the two forms in which the API gives it.</summary>
internal abstract class RecordFormatter(RecordSequence records)
{
    /// <summary>The records.</summary>
    public RecordSequence Records { get; } = records;

    /// <summary>Writes the CSV header line.</summary>
    public abstract void WriteHeader(Utf8Buffer to);

    /// <summary>Writes the cursor's record as a CSV line.</summary>
    public abstract void WriteRow(Utf8Buffer to, SelectionCursor at);

    /// <summary>Writes the cursor's record as a JSON object.</summary>
    public abstract void WriteObject(Utf8Buffer to, SelectionCursor at);
}
