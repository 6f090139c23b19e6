using System;
using System.Collections.Generic;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads responses with the details of commits.</summary>
internal static class CommitDetailPageReader
{
    private const string Commits = "commits";
    private const string Conversations = "conversations";

    /// <summary>The names of a response's properties.</summary>
    internal static readonly JsonPropertyNames Names = new(Commits, Conversations);

    /// <summary>Reads a response.</summary>
    /// <param name="json">The response as UTF-8, without a byte order mark.</param>
    /// <exception cref="JsonException">
    /// The text isn't such a response. The message and <see cref="JsonException.Path"/> hold positions and the API's own
    /// property names, never a value.
    /// </exception>
    public static CommitDetailPage Read(ReadOnlySpan<byte> json)
    {
        json = LoneSurrogates.Replace(json);
        try
        {
            var reader = new JsonObjectReader(json);
            CommitDetailPage page = ReadPage(ref reader);
            reader.ReadEnd();
            return json.IsUtf8() ? page : throw JsonErrorLocator.FindInvalidUtf8(json);
        }
        catch (JsonException e)
        {
            throw JsonErrorLocator.Locate(json, e);
        }
        catch (InvalidOperationException)
        {
            // The reader's exception for an escaped string that isn't UTF-8.
            throw JsonErrorLocator.Locate(json, JsonErrorLocator.FindInvalidUtf8(json));
        }
    }

    private static CommitDetailPage ReadPage(ref JsonObjectReader reader)
    {
        List<AiCommitDetail>? commits = null;
        List<AiCommitDetailConversation>? conversations = null;
        int start = reader.StartObject();
        for (int index = -1; reader.MoveToProperty(Names, ref index);)
        {
            if (Names[index] == Commits)
            {
                commits = reader.ReadArray(CommitDetailJson.Read);
            }
            else if (!reader.IsNull)
            {
                conversations = reader.ReadArray(ConversationJson.Read);
            }
        }

        return new CommitDetailPage(commits ?? throw new JsonDataException(start, Commits), conversations ?? []);
    }
}
