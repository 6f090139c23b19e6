using System;
using System.Globalization;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A 429 whose Retry-After is one of those that are seen, or could be.</summary>
internal sealed class RetryAfterFault(string form) : Fault
{
    private const int Seconds = 3;

    /// <summary>What the argument may be.</summary>
    public const string Forms = "seconds|date|past|skewed|absent|negative|fraction|text|N";

    /// <summary>Whether a word is one of the forms.</summary>
    public static bool IsForm(string word) =>
        Array.IndexOf(Forms.Split('|')[..^1], word) >= 0 || int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <inheritdoc/>
    public override async Task<bool> RespondAsync(FaultContext context)
    {
        HttpResponse response = context.Http.Response;
        DateTimeOffset now = context.Time.GetUtcNow();
        if (form == "skewed")
        {
            // A clock an hour behind: only the difference to the answer's own Date says how long to wait.
            now = now.AddHours(-1);
            response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        }

        response.Headers.RetryAfter = form switch
        {
            "seconds" => Seconds.ToString(CultureInfo.InvariantCulture),
            "date" or "skewed" => now.AddSeconds(Seconds).ToString("R", CultureInfo.InvariantCulture),
            "past" => now.AddMinutes(-5).ToString("R", CultureInfo.InvariantCulture),
            "absent" => default,
            "negative" => "-5",
            "fraction" => "1.5",
            "text" => "soon",
            _ => form,
        };
        await context.Errors.WriteAsync(response, ApiError.Of(429)).ConfigureAwait(false);
        return true;
    }
}
