using System;
using System.Text;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A file that changes edit, with the head of its metadata entry ready for JSON and for a CSV field, with and without its name.</summary>
internal sealed class SourceFile
{
    /// <summary>Prepares the entry of a path.</summary>
    public SourceFile(string path)
    {
        string tail = "\"fileExtension\":" + EncodedText.JsonLiteral(path[(path.LastIndexOf('.') + 1)..]) + ",\"linesAdded\":";
        string full = "{\"fileName\":" + EncodedText.JsonLiteral(path) + "," + tail;
        Json = Encoding.UTF8.GetBytes(full);
        Csv = Encoding.UTF8.GetBytes(Doubled(full));
        PrivateJson = Encoding.UTF8.GetBytes("{" + tail);
        PrivateCsv = Encoding.UTF8.GetBytes(Doubled("{" + tail));
    }

    /// <summary>Up to the number of lines added, as JSON.</summary>
    public byte[] Json { get; }

    /// <summary>The same inside a quoted CSV field.</summary>
    public byte[] Csv { get; }

    /// <summary>As <see cref="Json"/>, without the name (privacy mode).</summary>
    public byte[] PrivateJson { get; }

    /// <summary>As <see cref="Csv"/>, without the name (privacy mode).</summary>
    public byte[] PrivateCsv { get; }

    private static string Doubled(string json) => json.Replace("\"", "\"\"", StringComparison.Ordinal);
}
