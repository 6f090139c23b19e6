using System;
using System.Collections.Generic;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval.CommitDetails;

/// <summary>Sends one request for the details of commits, and interprets its response.</summary>
internal sealed class CommitDetailSender
{
    // A hundred commits with a thousand ranges each have about 5 MB.
    private const int MaxBytes = 64 * 1024 * 1024;

    // Far longer than any conversation's overview.
    private const int MaxTextBytes = 2 * 1024 * 1024;

    private static readonly JsonBody Body = new(
        initialBytes: 64 * 1024,
        MaxBytes,
        MaxTextBytes,
        static (response, _, position) => response.CreateException(
            AiCodeErrorKind.InvalidData, $"The response contains a text longer than {MaxTextBytes / (1024 * 1024)} MB, at byte {position}"),
        static (response, _, _) => response.CreateException(
            AiCodeErrorKind.UnexpectedAnswer, $"The response is longer than {MaxBytes / (1024 * 1024)} MB"));

    private readonly HttpPipeline _pipeline;
    private readonly Uri _baseUri;
    private AiCodeException? _notFound;

    public CommitDetailSender(HttpPipeline pipeline, Uri baseUri)
    {
        _pipeline = pipeline;
        _baseUri = baseUri;
    }

    /// <summary>Requests the details of commits.</summary>
    /// <returns>The details; null if the API reported that it doesn't find them (404), which can have several causes.</returns>
    /// <exception cref="AiCodeException">The request failed for another reason.</exception>
    public async Task<CommitDetailPage?> SendAsync(IReadOnlyList<string> hashes, string? branch, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.SendAsync(new CommitDetailRequest(_baseUri, hashes, branch), ReadAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (AiCodeException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            _notFound = e;
            return null;
        }
        catch (AiCodeException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            throw CreateNotAvailable(e);
        }
        catch (AiCodeException e) when (e.Kind == AiCodeErrorKind.BadRequest)
        {
            throw new AiCodeException(
                e.Kind, $"The API rejected the request ({(int)e.StatusCode!} at {e.RequestUri}).{Quote(e)} Check -CommitHash and -Branch.", e)
            {
                RequestUri = e.RequestUri,
                StatusCode = e.StatusCode,
                ServiceMessage = e.ServiceMessage,
            };
        }
    }

    /// <summary>Creates the exception for a key without access to the endpoint, after the response to each request was 404.</summary>
    public AiCodeException CreateNotAvailable() => CreateNotAvailable(_notFound!);

    private static AiCodeException CreateNotAvailable(AiCodeException refusal) => new(
        AiCodeErrorKind.DetailNotAvailable,
        $"The API doesn't provide the details of commits to this key ({(int)refusal.StatusCode!} at {refusal.RequestUri}).{Quote(refusal)} They are a limited alpha for selected teams. Ask Cursor for access. Test-AiCodeConnection shows which endpoints the key can access.",
        refusal)
    {
        RequestUri = refusal.RequestUri,
        StatusCode = refusal.StatusCode,
        ServiceMessage = refusal.ServiceMessage,
    };

    private static string Quote(AiCodeException e) =>
        e.ServiceMessage.Length == 0 ? "" : $" The API reported: {e.ServiceMessage.TrimEnd('.')}.";

    private static Task<(CommitDetailPage? Result, long Records)> ReadAsync(ApiResponse response, CancellationToken cancellationToken) =>
        Body.ReadAsync(response, body => Parse(body, response), cancellationToken);

    private static (CommitDetailPage? Result, long Records) Parse(ReadOnlyMemory<byte> bodyWithMark, ApiResponse response)
    {
        ReadOnlyMemory<byte> body = bodyWithMark.Slice(bodyWithMark.Length - JsonBody.WithoutByteOrderMark(bodyWithMark.Span).Length);
        try
        {
            CommitDetailPage page = CommitDetailPageReader.Read(body.Span);
            return (page, page.Commits.Count);
        }
        catch (JsonException e)
        {
            throw Explain(body, response, e);
        }
    }

    // The error names positions and properties. It quotes the body only if that is a message rather than data.
    private static AiCodeException Explain(ReadOnlyMemory<byte> body, ApiResponse response, JsonException e)
    {
        bool truncated = JsonBody.IsTruncated(body.Span);
        if (e.Path!.StartsWith("$.commits[", StringComparison.Ordinal) || e.Path.StartsWith("$.conversations[", StringComparison.Ordinal))
        {
            return truncated
                ? response.CreateException(AiCodeErrorKind.IncompleteAnswer, $"The response ends inside a commit or conversation: {e.Message}", transient: true)
                : response.CreateException(AiCodeErrorKind.InvalidData, $"A commit or conversation isn't valid: {e.Message}");
        }

        if (e.InnerException is JsonDataException && !body.Span.IsUtf8())
        {
            return response.CreateException(AiCodeErrorKind.InvalidData, $"The response isn't UTF-8: {e.Message}");
        }

        bool resemblesPage = body.Span.IndexOf("\"commits\""u8) is >= 0 and < 200;
        string message = ServiceMessage.IsIn(body.Span) ? response.MessageIn(LoneSurrogates.Replace(body.Span).ToArray()) : e.Message;
        return response.CreateException(
            truncated && resemblesPage ? AiCodeErrorKind.IncompleteAnswer : AiCodeErrorKind.UnexpectedAnswer,
            body.Length == 0 ? "The response is empty" : $"The response doesn't contain the details of commits: {message}",
            transient: truncated);
    }
}
