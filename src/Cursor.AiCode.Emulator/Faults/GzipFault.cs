using System.IO;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A compressed body without its end, or with wrong bytes. A client that does not accept gzip gets a right one.</summary>
internal sealed class GzipFault(bool truncates) : Fault
{
    /// <inheritdoc/>
    public override bool Compresses => true;

    /// <inheritdoc/>
    public override Stream Wrap(Stream body, FaultContext context) =>
        context.Http.Response.Headers.ContentEncoding.Count > 0 ? new CorruptedGzipStream(body, truncates) : body;
}
