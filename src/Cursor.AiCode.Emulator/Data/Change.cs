namespace Cursor.AiCode.Emulator.Data;

/// <summary>One accepted change, as the service holds it.</summary>
internal struct Change
{
    /// <summary>The id; a number here, a string on the wire.</summary>
    public long Id;

    /// <summary>Who accepted it.</summary>
    public Developer Developer;

    /// <summary>From Composer; otherwise an inline completion.</summary>
    public bool IsComposer;

    /// <summary>The model, or null.</summary>
    public EncodedText? Model;

    /// <summary>When the service took it in, in Unix milliseconds.</summary>
    public long CreatedAt;

    /// <summary>How many of <see cref="Files"/> are used, from 1.</summary>
    public int FileCount;

    /// <summary>The files; totals are their sums.</summary>
    public FileEdits Files;

    /// <summary>Lines added in all files.</summary>
    public readonly int LinesAdded
    {
        get
        {
            int sum = 0;
            for (int i = 0; i < FileCount; i++)
            {
                sum += Files[i].Added;
            }

            return sum;
        }
    }

    /// <summary>Lines deleted in all files.</summary>
    public readonly int LinesDeleted
    {
        get
        {
            int sum = 0;
            for (int i = 0; i < FileCount; i++)
            {
                sum += Files[i].Deleted;
            }

            return sum;
        }
    }
}
