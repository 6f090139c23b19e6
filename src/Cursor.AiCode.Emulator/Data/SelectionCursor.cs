namespace Cursor.AiCode.Emulator.Data;

/// <summary>Walks a selection, newest record first.</summary>
internal sealed class SelectionCursor
{
    private readonly Selection _selection;
    private readonly long _end;
    private long _place;
    private int _hour;

    /// <summary>Starts before the record at <paramref name="skip"/>, and goes over <paramref name="take"/> records at most.</summary>
    public SelectionCursor(Selection selection, long skip = 0, long take = long.MaxValue)
    {
        _selection = selection;
        _place = System.Math.Min(skip, selection.Count);
        _end = take > selection.Count - _place ? selection.Count : _place + take;
        Index = _place < selection.Count ? selection.IndexAt(_place) + 1 : 0;
    }

    /// <summary>The record's index.</summary>
    public long Index { get; private set; }

    /// <summary>The record's hour, which the series reads records with; kept from one to the next.</summary>
    public ref int Hour => ref _hour;

    /// <summary>Goes to the next record; false after the last.</summary>
    public bool MoveNext()
    {
        if (_place >= _end)
        {
            return false;
        }

        _place++;
        Index--;
        while (_selection.Developer >= 0 && _selection.Series.DeveloperOf(Index, ref _hour) != _selection.Developer)
        {
            Index--;
        }

        return true;
    }
}
