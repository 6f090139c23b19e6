using System.Collections.Generic;

namespace Cursor.AiCode.Summaries;

/// <summary>Numbers the distinct groups of records. Not thread-safe.</summary>
internal sealed class GroupTable
{
    private readonly Dictionary<SummaryGroup, int> _numbers = [];
    private readonly List<SummaryGroup> _groups = [];
    private int _last = -1;

    /// <summary>The number of distinct groups.</summary>
    public int Count => _groups.Count;

    /// <summary>Returns the group with a number.</summary>
    public SummaryGroup this[int number] => _groups[number];

    /// <summary>Returns the number of a group.</summary>
    public int Add(in SummaryGroup group)
    {
        // Records of a group often follow one another.
        if (_last >= 0 && _groups[_last].Equals(group))
        {
            return _last;
        }

        if (!_numbers.TryGetValue(group, out _last))
        {
            _last = _groups.Count;
            _groups.Add(group);
            _numbers.Add(group, _last);
        }

        return _last;
    }
}
