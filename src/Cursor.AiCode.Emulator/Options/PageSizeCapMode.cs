namespace Cursor.AiCode.Emulator;

/// <summary>What becomes of a page size above a cap that is lower than the documented 1000.</summary>
public enum PageSizeCapMode
{
    /// <summary>The request is refused with 400.</summary>
    Error,

    /// <summary>The page is silently made smaller; its <c>pageSize</c> says so.</summary>
    Clamp,
}
