namespace Cursor.AiCode;

/// <summary>Specifies why a call failed. The names are the error IDs of the module, and are stable.</summary>
public enum AiCodeErrorKind
{
    /// <summary>The API rejected the key (HTTP 401).</summary>
    InvalidApiKey,

    /// <summary>The key isn't valid for the team: it is mistyped, revoked, or a user API key (HTTP 401 or 403).</summary>
    UserApiKey,

    /// <summary>The team isn't on Cursor's Enterprise plan (HTTP 401 or 403).</summary>
    NotEnterprise,

    /// <summary>The key doesn't have access to the endpoint (HTTP 401 or 403).</summary>
    MissingScope,

    /// <summary>The API denied access for another reason (HTTP 403).</summary>
    AccessDenied,

    /// <summary>The API didn't find the address or the user (HTTP 404).</summary>
    NotFound,

    /// <summary>The API doesn't provide the details of commits to the key's team, which are a limited alpha (HTTP 403 or 404).</summary>
    DetailNotAvailable,

    /// <summary>The API rejected the request (HTTP 400 and other 4xx).</summary>
    BadRequest,

    /// <summary>The API requested a delay that exceeds the maximum, or rejected all attempts (HTTP 429).</summary>
    RateLimited,

    /// <summary>The API failed in all attempts (HTTP 408 and 5xx).</summary>
    ServerError,

    /// <summary>The host can't be reached: its name can't be resolved, or it doesn't accept the connection.</summary>
    Unreachable,

    /// <summary>The host's certificate isn't trusted.</summary>
    UntrustedCertificate,

    /// <summary>A proxy rejected the request (HTTP 407).</summary>
    ProxyRefused,

    /// <summary>The response didn't arrive in time, or arrived too slowly.</summary>
    Timeout,

    /// <summary>The connection was lost in all attempts.</summary>
    ConnectionLost,

    /// <summary>The response was incomplete in all attempts.</summary>
    IncompleteAnswer,

    /// <summary>The response isn't in the documented format. For example, it is a web page.</summary>
    UnexpectedAnswer,

    /// <summary>The response contains a record that can't be read.</summary>
    InvalidData,

    /// <summary>The number of records differs from the one that the API reports, in all attempts.</summary>
    CountMismatch,

    /// <summary>Records disappeared from the API while they were read.</summary>
    DataChanged,

    /// <summary>The API redirected to an address that isn't safe to follow.</summary>
    RedirectRefused,

    /// <summary>The file is damaged, or isn't a file of commits or changes.</summary>
    InvalidFile,

    /// <summary>The folder of the file does not exist.</summary>
    FolderNotFound,

    /// <summary>The path is a folder.</summary>
    PathIsFolder,

    /// <summary>The file exists, and replacing it isn't allowed.</summary>
    FileExists,

    /// <summary>The file is read-only.</summary>
    FileReadOnly,

    /// <summary>The file can't be written: the permission is missing, the disk is full, or another program has opened the file.</summary>
    FileNotWritable,

    /// <summary>The file doesn't exist, or the folder contains no data file.</summary>
    FileNotFound,

    /// <summary>The file can't be read: the permission is missing, another program has opened the file, or it isn't a regular file.</summary>
    FileNotReadable,

    /// <summary>The path of a data set is a file.</summary>
    PathIsFile,

    /// <summary>The folder contains a data set of another kind of records, or in another format.</summary>
    DatasetMismatch,
}
