namespace Cursor.AiCode.Emulator.Data;

/// <summary>Walks a selection, newest record first.</summary>
internal sealed class SelectionCursor
{
    private readonly Selection _selection;
    private readonly long _end;
    private long _position;
    private int _hour;

    /// <summary>Starts before the record at <paramref name="skip"/>, and goes over <paramref name="take"/> records at most.</summary>
    public SelectionCursor(Selection selection, long skip = 0, long take = long.MaxValue)
    {
        _selection = selection;
        _position = System.Math.Min(skip, selection.Count);
        _end = take > selection.Count - _position ? selection.Count : _position + take;
        Index = _position < selection.Count ? selection.IndexAt(_position) + 1 : 0;
    }

    /// <summary>The record's index.</summary>
    public long Index { get; private set; }

    /// <summary>The record's hour, which the records reads records with; kept from one to the next.</summary>
    public ref int Hour => ref _hour;

    /// <summary>Goes to the next record; false after the last.</summary>
    public bool MoveNext()
    {
        if (_position >= _end)
        {
            return false;
        }

        _position++;
        Index--;
        while (_selection.Developer >= 0 && _selection.Records.DeveloperOf(Index, ref _hour) != _selection.Developer)
        {
            Index--;
        }

        return true;
    }
}
