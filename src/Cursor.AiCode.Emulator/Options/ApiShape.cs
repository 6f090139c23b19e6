namespace Cursor.AiCode.Emulator;

/// <summary>Which of the API's documented shapes commits have.</summary>
public enum ApiShape
{
    /// <summary>With the commit's source; its CSV column stands 7th, as in the newer documents' table.</summary>
    Newer,

    /// <summary>With the commit's source; its CSV column stands 2nd, as in the newer documents' sample.</summary>
    NewerSample,

    /// <summary>Without the commit's source, as the older documents have it.</summary>
    Older,
}
