using System;

namespace Cursor.AiCode.Emulator;

/// <summary>One request that the server has had. It is in the log before the client sees the answer's headers.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Query">The query with its question mark, or an empty string; as it came.</param>
/// <param name="Key">What was brought as the key; never the key.</param>
/// <param name="Status">The answer's status; 0 where the connection ended without one.</param>
/// <param name="Time">When the request came, by the server's clock; UTC.</param>
/// <param name="Fault">The fault that was played on it, or null.</param>
public sealed record RequestRecord(
    string Method, string Path, string Query, KeyKind Key, int Status, DateTimeOffset Time, string? Fault);
