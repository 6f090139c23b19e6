using System;

namespace Cursor.AiCode;

/// <summary>An event that a call reports. It never contains the API key.</summary>
public abstract record AiCodeEvent;

/// <summary>A request is complete, or failed.</summary>
/// <param name="Address">The address of the request, with the key redacted.</param>
/// <param name="Status">The HTTP status; null if there was no response.</param>
/// <param name="Records">The number of records in the response; null if the request failed.</param>
/// <param name="Bytes">The number of bytes of the body that were received.</param>
/// <param name="Elapsed">The time from the request to the end of the response.</param>
/// <param name="Problem">The error message; null if the request succeeded.</param>
public sealed record RequestEvent(Uri Address, int? Status, long? Records, long Bytes, TimeSpan Elapsed, string? Problem) : AiCodeEvent;

/// <summary>The call waits before it sends a request.</summary>
/// <param name="Reason">The reason, in lowercase and without a period.</param>
/// <param name="Duration">The duration of the wait.</param>
public sealed record WaitEvent(string Reason, TimeSpan Duration) : AiCodeEvent;

/// <summary>The call starts a step.</summary>
/// <param name="Message">The description of the step.</param>
public sealed record StepEvent(string Message) : AiCodeEvent;

/// <summary>The API reported the number of records of the call. Only for calls of one window and one user, or all users.</summary>
/// <param name="Records">The number of records.</param>
public sealed record CountEvent(long Records) : AiCodeEvent;

/// <summary>The progress of the call.</summary>
/// <param name="Records">The number of records read so far.</param>
/// <param name="Expected">The number of records to expect; null if the API hasn't reported it yet for the whole date range and all users.</param>
/// <param name="Share">The completed share of the call, from 0 to 1.</param>
public sealed record ProgressEvent(long Records, long? Expected, double Share) : AiCodeEvent;

/// <summary>A warning.</summary>
/// <param name="Message">The cause, and advice.</param>
public sealed record WarningEvent(string Message) : AiCodeEvent;
