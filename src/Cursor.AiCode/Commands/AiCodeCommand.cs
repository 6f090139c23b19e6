using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Security;
using Cursor.AiCode.Completion;
using Cursor.AiCode.Credentials;
using Cursor.AiCode.Errors;

namespace Cursor.AiCode.Commands;

/// <summary>The base class of the cmdlets that call the API: the connection parameters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AiCodeCommand : CancelableCommand
{
    private protected const string BaseUriDefault = "CURSOR_API_BASEURI, or https://api.cursor.com";
    private protected const string RequestsPerMinuteDefault = "20";

    /// <summary>The default number of days between the start and the end of a date range.</summary>
    private protected const int DefaultDays = 7;

    // Cursor has no data from before. Such a date is usually from another calendar, and would cause thousands of requests.
    private const int FirstYear = 2020;
    private const int MaxYears = 10;

    private const string BaseUriVariable = "CURSOR_API_BASEURI";

    /// <summary>The API key.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>The name of the secret that holds the API key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public string? SecretName { get; set; }

    /// <summary>The vault that holds the secret.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SecretCompleter))]
    public string? Vault { get; set; }

    /// <summary>The address of the API.</summary>
    [Parameter]
    [ValidateNotNull]
    [PSDefaultValue(Help = BaseUriDefault)]
    public Uri? BaseUri { get; set; }

    /// <summary>The maximum number of requests per minute to each endpoint.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [PSDefaultValue(Help = RequestsPerMinuteDefault)]
    public int RequestsPerMinute { get; set; }

    /// <summary>Creates a client with the API key and the address that the parameters and the environment specify.</summary>
    private protected AiCodeClient CreateClient(string activity)
    {
        Uri address = ResolveBaseUri();
        return CreateClient(activity, address, InvokeWithErrorHandling(() => FindKey(), null));
    }

    /// <summary>Finds the API key.</summary>
    /// <exception cref="ErrorRecordException">There is no key, or it can't be read.</exception>
    private protected ResolvedKey FindKey() => new ApiKeyResolver(this, StopToken).Resolve(ApiKey, SecretName, Vault);

    /// <summary>Creates a client of the API at <paramref name="address"/> with <paramref name="key"/>.</summary>
    private protected AiCodeClient CreateClient(string activity, Uri address, ResolvedKey key)
    {
        WriteVerbose($"The API key comes from {key.Source}; the API is at {address}");
        var options = new AiCodeClientOptions(key.Key, address)
        {
            RequestsPerMinute = RequestsPerMinute > 0 ? RequestsPerMinute : null,
        };
        return new AiCodeClient(options, StartReporting(activity));
    }

    /// <summary>Resolves a date range to instants. It is a terminating error if the start is later than the end.</summary>
    private protected AiCodeDateRange ResolveRange(AiCodeDate start, AiCodeDate end)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        DateTimeOffset from = start.Resolve(now);
        DateTimeOffset to = end.Resolve(now);
        if (from > to)
        {
            ThrowTerminatingError(ErrorRecords.StartAfterEnd(start, end));
        }

        CheckRange(start, from, end, to, now);
        return new AiCodeDateRange(from, to);
    }

    /// <summary>It is a terminating error if the date range can't be meant: it starts before 2020, or is longer than 10 years.</summary>
    private protected void CheckRange(AiCodeDate start, DateTimeOffset from, AiCodeDate end, DateTimeOffset to, DateTimeOffset now)
    {
        if (from.Year < FirstYear)
        {
            ThrowTerminatingError(ErrorRecords.StartTooEarly(start, FirstYear));
        }

        // -Append continues a file that can end at any time before now.
        DateTimeOffset earliest = from < now ? from : now;
        if (to.Year - earliest.Year > MaxYears)
        {
            ThrowTerminatingError(ErrorRecords.RangeTooLong(end, MaxYears));
        }
    }

    /// <summary>Returns the address of the API, from <c>-BaseUri</c>, the environment or the default.</summary>
    private protected Uri ResolveBaseUri()
    {
        string? fromEnvironment = Environment.GetEnvironmentVariable(BaseUriVariable);
        Uri address = BaseUri ?? AiCodeClientOptions.DefaultBaseUri;
        if (BaseUri is null && !string.IsNullOrWhiteSpace(fromEnvironment))
        {
            string text = fromEnvironment!.Trim();
            if (!Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out address!))
            {
                ThrowTerminatingError(ErrorRecords.InvalidBaseUri(text, "It isn't a valid URI."));
            }
        }

        if (AiCodeClientOptions.GetBaseUriError(address) is { } reason)
        {
            ThrowTerminatingError(ErrorRecords.InvalidBaseUri(address.OriginalString, reason));
        }

        return address;
    }
}
