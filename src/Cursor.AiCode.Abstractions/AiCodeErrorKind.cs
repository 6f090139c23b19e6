namespace Cursor.AiCode;

/// <summary>The causes for which a call to the API fails, each with its own remedy. The names are stable.</summary>
public enum AiCodeErrorKind
{
    /// <summary>The API does not know the key (HTTP 401).</summary>
    InvalidApiKey,

    /// <summary>The key belongs to a user, not to the team (HTTP 401 or 403).</summary>
    UserApiKey,

    /// <summary>The team is not on Cursor's Enterprise plan (HTTP 401 or 403).</summary>
    NotEnterprise,

    /// <summary>The key lacks the scope for this endpoint (HTTP 401 or 403).</summary>
    MissingScope,

    /// <summary>The API refuses access for a reason that it does not explain further (HTTP 403).</summary>
    AccessDenied,

    /// <summary>The API does not know what was asked for (HTTP 404): the address or the user.</summary>
    NotFound,

    /// <summary>The API refuses the question (HTTP 400 and other 4xx).</summary>
    BadRequest,

    /// <summary>The API asks for a longer wait than is accepted, or goes on refusing (HTTP 429).</summary>
    RateLimited,

    /// <summary>The API fails, also when asked again (HTTP 5xx).</summary>
    ServerError,

    /// <summary>The host does not answer: its name does not resolve, or it refuses the connection.</summary>
    Unreachable,

    /// <summary>The host's certificate is not trusted.</summary>
    UntrustedCertificate,

    /// <summary>A proxy refuses the request (HTTP 407).</summary>
    ProxyRefused,

    /// <summary>No answer came in time, or it came too slowly.</summary>
    Timeout,

    /// <summary>The connection broke, also when the request was made again.</summary>
    ConnectionLost,

    /// <summary>The answer ended before its end, also when it was asked for again.</summary>
    IncompleteAnswer,

    /// <summary>The answer is not what the API documents: another type, no records, an encoding that was not asked for.</summary>
    UnexpectedAnswer,

    /// <summary>A record in the answer cannot be read.</summary>
    InvalidData,

    /// <summary>The number of records differs from the API's own count, also after another pass.</summary>
    CountMismatch,

    /// <summary>Records changed at the API while they were read.</summary>
    DataChanged,

    /// <summary>The API redirects to an address that must not be followed.</summary>
    RedirectRefused,

    /// <summary>The file that records are appended to is not one of this module's, or is damaged.</summary>
    InvalidFile,

    /// <summary>The folder of the file does not exist.</summary>
    FolderNotFound,

    /// <summary>The path is that of a folder.</summary>
    PathIsFolder,

    /// <summary>The file exists, and must not be replaced.</summary>
    FileExists,

    /// <summary>The file is read-only.</summary>
    FileReadOnly,

    /// <summary>The file can't be written: no permission, no room on the disk, open elsewhere.</summary>
    FileNotWritable,
}
