using System;
using System.Linq;

namespace Cursor.AiCode.Retrieval.CommitDetails;

/// <summary>Hashes of commits, which the API treats as opaque texts.</summary>
internal static class CommitHashes
{
    /// <summary>Git's null ID, which no commit has.</summary>
    public const string None = "0000000000000000000000000000000000000000";

    /// <summary>The highest ID, which no commit has either.</summary>
    public const string Highest = "ffffffffffffffffffffffffffffffffffffffff";

    private const int Sha1Length = 40;
    private const int Sha256Length = 64;
    private const int MaxLength = 128;

    /// <summary>Whether the text can be part of an address: letters, digits, hyphens and underscores.</summary>
    public static bool IsValid(string hash) => hash.Length is > 0 and <= MaxLength &&
        hash.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '-' or '_');

    /// <summary>Whether the text is a full hash of Git, rather than an abbreviated one.</summary>
    public static bool IsFull(string hash) => hash.Length is Sha1Length or Sha256Length && hash.All(static c => Uri.IsHexDigit(c));
}
