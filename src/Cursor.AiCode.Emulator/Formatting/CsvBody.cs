using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Streams a selection as CSV. What is in memory is one buffer, whatever the selection holds.</summary>
internal static class CsvBody
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes the header and all records, newest first.</summary>
    /// <param name="to">The answer's body.</param>
    /// <param name="formatter">The kind of record.</param>
    /// <param name="selection">The records.</param>
    /// <param name="edit">Spoils records on purpose, or null.</param>
    /// <param name="throttle">The pace, or null.</param>
    /// <param name="cancel">Ends it when the client has gone.</param>
    public static async Task WriteAsync(
        Stream to, RecordFormatter formatter, Selection selection, ICsvEdit? edit, Throttle? throttle, CancellationToken cancel)
    {
        using var buffer = new Utf8Buffer(FlushAt + 4096);
        formatter.WriteHeader(buffer);
        edit?.EditHeader(buffer);
        var cursor = new SelectionCursor(selection);
        for (long number = 1; cursor.MoveNext(); number++)
        {
            int start = buffer.Length;
            formatter.WriteRow(buffer, cursor);
            edit?.EditRow(buffer, start, number, number == selection.Count);
            if (buffer.Length >= FlushAt)
            {
                await FlushAsync(to, buffer, throttle, cancel).ConfigureAwait(false);
            }
        }

        await FlushAsync(to, buffer, throttle, cancel).ConfigureAwait(false);
    }

    private static async Task FlushAsync(Stream to, Utf8Buffer buffer, Throttle? throttle, CancellationToken cancel)
    {
        await to.WriteAsync(buffer.Written, cancel).ConfigureAwait(false);
        if (throttle is not null)
        {
            await throttle.PaceAsync(buffer.Length, cancel).ConfigureAwait(false);
        }

        buffer.Clear();
    }
}
