using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// The longest window that a service accepts in one request. It starts at <see cref="AiCodeDateRange.MaxWindow"/>, and is
/// reduced when the service rejects a range, for all later calls of the process.
/// </summary>
internal sealed class WindowLimit
{
    // No service is known to accept less. A shorter range is rejected for another reason.
    private static readonly TimeSpan MinGuess = TimeSpan.FromDays(5);
    private static readonly Regex NumberOfDays = new(@"(\d{1,3})[ -]*(?:calendar )?da(?:y|te)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex MentionsRange = new("range|days|dates|period|window", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly ConcurrentDictionary<string, TimeSpan> _known;
    private readonly string _service;

    /// <summary>Creates the limit of the service at <paramref name="baseUri"/>.</summary>
    /// <param name="baseUri">The address of the service.</param>
    /// <param name="known">The reduced limits by service, which are read and updated.</param>
    public WindowLimit(Uri baseUri, ConcurrentDictionary<string, TimeSpan> known)
    {
        _service = baseUri.GetLeftPart(UriPartial.Authority);
        _known = known;
    }

    /// <summary>The longest window to request.</summary>
    public TimeSpan Value => _known.TryGetValue(_service, out TimeSpan limit) ? limit : AiCodeDateRange.MaxWindow;

    /// <summary>Returns the longest window of <paramref name="range"/> that ends at <paramref name="end"/>.</summary>
    public AiCodeDateRange WindowBefore(DateTimeOffset end, AiCodeDateRange range) =>
        new(end - range.Start > Value ? end - Value : range.Start, end);

    /// <summary>
    /// Returns the window of <paramref name="range"/> before another one; null if that was the first of the range. Neighbors
    /// share their boundary, so that no instant is between them.
    /// </summary>
    public AiCodeDateRange? WindowBefore(AiCodeDateRange window, AiCodeDateRange range) =>
        window.Start > range.Start ? WindowBefore(window.Start, range) : null;

    /// <summary>
    /// Reduces the limit if the service rejected a window because it is too long: to the number of days in its message less
    /// one day, otherwise to half. Returns false if the rejection has another cause.
    /// </summary>
    public bool TryReduce(AiCodeException refusal, TimeSpan window)
    {
        if (refusal.Kind != AiCodeErrorKind.BadRequest || !MentionsRange.IsMatch(refusal.ServiceMessage))
        {
            return false;
        }

        TimeSpan reduced = TimeSpan.FromTicks(window.Ticks / 2);
        if (NumberOfDays.Match(refusal.ServiceMessage) is { Success: true } match)
        {
            TimeSpan named = TimeSpan.FromDays(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1);
            if (named > TimeSpan.Zero && named < window)
            {
                _known[_service] = named;
                return true;
            }
        }

        if (reduced < MinGuess)
        {
            return false;
        }

        _known[_service] = reduced;
        return true;
    }
}
