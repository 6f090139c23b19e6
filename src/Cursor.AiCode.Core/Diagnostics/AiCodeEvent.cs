using System;

namespace Cursor.AiCode;

/// <summary>Something that a call reports while it works. It never holds the key.</summary>
public abstract record AiCodeEvent;

/// <summary>A request is over.</summary>
/// <param name="Address">The address, without the key.</param>
/// <param name="Status">The HTTP status; null where no answer came.</param>
/// <param name="Records">The number of records in the answer; null where it held none.</param>
/// <param name="Bytes">The length of the answer's body in bytes.</param>
/// <param name="Elapsed">The time from the request to the end of the answer.</param>
/// <param name="Problem">What went wrong; null where nothing did.</param>
public sealed record RequestEvent(Uri Address, int? Status, long? Records, long Bytes, TimeSpan Elapsed, string? Problem) : AiCodeEvent;

/// <summary>The call waits.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Duration">How long.</param>
public sealed record WaitEvent(string Reason, TimeSpan Duration) : AiCodeEvent;

/// <summary>The call begins with something.</summary>
/// <param name="Message">With what.</param>
public sealed record StepEvent(string Message) : AiCodeEvent;

/// <summary>The API counts the records of the call, where one window of one user holds them all.</summary>
/// <param name="Records">How many it counts.</param>
public sealed record CountEvent(long Records) : AiCodeEvent;

/// <summary>How far the call has come.</summary>
/// <param name="Records">The number of records read so far.</param>
/// <param name="Expected">The number of records that there will be; null where the API has not said it of all the time and users that are asked for.</param>
/// <param name="Share">The share of the call that is done, from 0 to 1, by its windows of time, its users, and the records in them.</param>
public sealed record ProgressEvent(long Records, long? Expected, double Share) : AiCodeEvent;

/// <summary>Something that someone should act on.</summary>
/// <param name="Message">What, and what to do.</param>
public sealed record WarningEvent(string Message) : AiCodeEvent;
