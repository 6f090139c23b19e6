using System.Collections.Concurrent;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// Counts one developer's records, and finds the n-th. The first question about a developer goes over
/// all records once; what it keeps is one number per block of records.
/// </summary>
internal sealed class UserIndex(RecordSequence records)
{
    private const int BlockBits = 12;
    private const int Capacity = 200;

    private readonly ConcurrentDictionary<int, int[]> _blocks = new();

    /// <summary>How many of the developer's records have an index below <paramref name="end"/>.</summary>
    public long CountBefore(int developer, long end)
    {
        int[] blocks = BlocksOf(developer);
        int block = (int)(end >> BlockBits);
        long count = blocks[block];
        int hour = 0;
        for (long i = (long)block << BlockBits; i < end; i++)
        {
            count += records.DeveloperOf(i, ref hour) == developer ? 1 : 0;
        }

        return count;
    }

    /// <summary>The index of the developer's record with a rank (0 is the oldest).</summary>
    public long IndexOf(int developer, long rank)
    {
        int[] blocks = BlocksOf(developer);
        int low = 0;
        int high = blocks.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (blocks[middle] <= rank)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        long index = (long)low << BlockBits;
        int hour = 0;
        for (long left = rank - blocks[low]; ; index++)
        {
            if (records.DeveloperOf(index, ref hour) == developer && left-- == 0)
            {
                return index;
            }
        }
    }

    private int[] BlocksOf(int developer)
    {
        if (_blocks.TryGetValue(developer, out int[]? known))
        {
            return known;
        }

        long count = records.Timeline.Count;
        var blocks = new int[(count >> BlockBits) + 1];
        int sum = 0;
        int hour = 0;
        for (long i = 0; i < count; i++)
        {
            if ((i & ((1 << BlockBits) - 1)) == 0)
            {
                blocks[i >> BlockBits] = sum;
            }

            sum += records.DeveloperOf(i, ref hour) == developer ? 1 : 0;
        }

        // A count that is a whole number of blocks ends with a block that holds nothing.
        if ((count & ((1 << BlockBits) - 1)) == 0)
        {
            blocks[^1] = sum;
        }

        if (_blocks.Count >= Capacity)
        {
            _blocks.Clear();
        }

        return _blocks[developer] = blocks;
    }
}
