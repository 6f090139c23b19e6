using System;
using System.Globalization;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Wire;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>All records, and what of them a question asks for.</summary>
internal sealed class Library(Company company, Feed commits, Feed changes)
{
    /// <summary>The records of an endpoint.</summary>
    public Feed FeedOf(ApiEndpoint endpoint) => endpoint.IsCommits ? commits : changes;

    /// <summary>Finds the records. What is yet to arrive is not there.</summary>
    public Selection Select(ApiEndpoint endpoint, Question question, DateTimeOffset now)
    {
        int developer = question.User is null ? Selection.Everyone : company.Find(question.User.Trim());
        return new Selection(
            FeedOf(endpoint).Series,
            Milliseconds(question.Start),
            Milliseconds(question.End < now ? question.End : now),
            question.User is not null && developer < 0 ? Selection.Nobody : developer);
    }

    /// <summary>A tag that two answers share where they hold the same bytes, whenever they were asked for.</summary>
    public static string TagOf(ApiEndpoint endpoint, Question question, Selection selection) => string.Format(
        CultureInfo.InvariantCulture,
        "\"{0}-{1:x}-{2:x}-{3:x}-{4:x}-{5:x}\"",
        endpoint.Name,
        selection.First,
        selection.End,
        selection.Developer + 2,
        question.Page,
        question.PageSize);

    // The first millisecond that is not before the instant: records have whole ones.
    private static long Milliseconds(DateTimeOffset instant)
    {
        long milliseconds = instant.ToUnixTimeMilliseconds();
        return instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? milliseconds : milliseconds + 1;
    }
}
