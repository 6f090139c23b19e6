using System.Linq;

namespace Cursor.AiCode;

/// <summary>Compares arrays of records by content.</summary>
internal static class ArrayContent
{
    /// <summary>Whether both arrays are null, or have equal items in the same order.</summary>
    public static bool Equals<T>(T[]? left, T[]? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.SequenceEqual(right));
}
