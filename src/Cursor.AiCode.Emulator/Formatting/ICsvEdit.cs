namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Spoils a CSV body while it is written.</summary>
internal interface ICsvEdit
{
    /// <summary>Changes the header, which is all that the buffer holds.</summary>
    void EditHeader(Utf8Buffer buffer);

    /// <summary>Changes a record.</summary>
    /// <param name="buffer">What is about to be sent.</param>
    /// <param name="start">Where the record begins in it.</param>
    /// <param name="number">The record's number, from 1.</param>
    /// <param name="isLast">Whether it is the last one.</param>
    void EditRow(Utf8Buffer buffer, int start, long number, bool isLast);
}
