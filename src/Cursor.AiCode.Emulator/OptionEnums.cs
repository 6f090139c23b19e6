namespace Cursor.AiCode.Emulator;

/// <summary>The shape of commits, as the versions of the API's documentation describe it.</summary>
public enum ApiShape
{
    /// <summary>With the commit's source; its CSV column is the 7th, as in the newer documentation's table.</summary>
    Newer,

    /// <summary>With the commit's source; its CSV column is the 2nd, as in the newer documentation's sample.</summary>
    NewerSample,

    /// <summary>Without the commit's source, as in the older documentation.</summary>
    Older,
}

/// <summary>The endpoint for the details of commits, which is a limited alpha.</summary>
public enum CommitDetailsMode
{
    /// <summary>There is no such endpoint: 404.</summary>
    None,

    /// <summary>Up to 100 hashes in a request.</summary>
    Current,

    /// <summary>Up to 2 hashes in a request: 404 for more.</summary>
    Older,
}

/// <summary>The response to a request for the details of several commits, some of which do not exist.</summary>
public enum UnknownHashMode
{
    /// <summary>The details of the others; 404 if there are none.</summary>
    Omit,

    /// <summary>The details of the others, also if there are none.</summary>
    Empty,

    /// <summary>404.</summary>
    Error,
}

/// <summary>The line ending of CSV.</summary>
public enum CsvNewline
{
    /// <summary>A line feed.</summary>
    Lf,

    /// <summary>A carriage return and a line feed.</summary>
    Crlf,
}

/// <summary>The body of an error.</summary>
public enum ErrorShape
{
    /// <summary><c>{"error", "message"}</c>, as documented.</summary>
    Documented,

    /// <summary><c>{"code": "error", "message"}</c>, as some clients have seen.</summary>
    Code,

    /// <summary>An HTML page of a gateway.</summary>
    Html,
}

/// <summary>How requests are counted against the rate limit.</summary>
public enum LimitModel
{
    /// <summary>Per minute of the clock.</summary>
    Fixed,

    /// <summary>Over the last 60 seconds.</summary>
    Sliding,
}

/// <summary>The response to a page size above the cap but not above the documented maximum of 1000.</summary>
public enum PageSizeCapMode
{
    /// <summary>400.</summary>
    Error,

    /// <summary>A page of the capped size.</summary>
    Clamp,
}

/// <summary>How the length of a date range is compared with <see cref="EmulatorOptions.MaxRangeDays"/>.</summary>
public enum RangeModel
{
    /// <summary>A range is refused if it is longer than the maximum.</summary>
    Elapsed,

    /// <summary>A range is refused if it touches more calendar dates (UTC) than the maximum; both ends count, also an end at midnight.</summary>
    Dates,

    /// <summary>A range is refused if it is as long as the maximum, or longer.</summary>
    Exclusive,
}

/// <summary>The Retry-After header of a 429 response.</summary>
public enum RetryAfterStyle
{
    /// <summary>A number of seconds.</summary>
    Seconds,

    /// <summary>An HTTP date.</summary>
    Date,

    /// <summary>No header.</summary>
    None,
}

/// <summary>Whether the server uses TLS, with a certificate that a client must refuse.</summary>
public enum TlsMode
{
    /// <summary>HTTP.</summary>
    None,

    /// <summary>HTTPS with a self-signed certificate for this host.</summary>
    Untrusted,

    /// <summary>HTTPS with a self-signed certificate for another host.</summary>
    OtherHost,
}

/// <summary>The response to a query for an unknown user.</summary>
public enum UnknownUserMode
{
    /// <summary>A response without records.</summary>
    Empty,

    /// <summary>404.</summary>
    Error,
}
