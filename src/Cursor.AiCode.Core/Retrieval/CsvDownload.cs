using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Cursor.AiCode.Http;

namespace Cursor.AiCode.Retrieval;

/// <summary>One attempt to read the CSV of a window and user from its first record to its last.</summary>
internal sealed class CsvDownload<T, TBatch>
    where T : class
    where TBatch : RecordBatch
{
    private readonly HttpPipeline _sender;
    private readonly RecordSink<T, TBatch> _shape;
    private readonly Uri _baseUri;
    private readonly AiCodeDateRange _window;
    private readonly string? _user;

    public CsvDownload(HttpPipeline sender, RecordSink<T, TBatch> shape, Uri baseUri, AiCodeDateRange window, string? user)
    {
        _sender = sender;
        _shape = shape;
        _baseUri = baseUri;
        _window = window;
        _user = user;
    }

    /// <summary>Why the attempt ended before the last record, where that may pass; null where it did not.</summary>
    public AiCodeException? Failure { get; private set; }

    /// <summary>Whether there was no answer to read, as often as it was asked for.</summary>
    public bool NoResponse { get; private set; }

    /// <summary>The records, in batches as they come, up to the last or to a failure.</summary>
    public async IAsyncEnumerable<TBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CsvResponseReader<T, TBatch>? answer = null;
        try
        {
            while (true)
            {
                TBatch? batch = null;
                try
                {
                    answer ??= await CsvResponseReader<T, TBatch>.OpenAsync(_sender, _shape, _baseUri, _window, _user, cancellationToken).ConfigureAwait(false);
                    batch = await answer.ReadAsync().ConfigureAwait(false);
                }
                catch (AiCodeException e) when (e.IsTransient || WasTriedAgain(e))
                {
                    Failure = e;
                    NoResponse = !e.IsTransient;
                }

                if (batch is null)
                {
                    yield break;
                }

                yield return batch;
            }
        }
        finally
        {
            if (answer is not null)
            {
                await answer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // A limit that is reached says nothing against the stream.
    private static bool WasTriedAgain(AiCodeException e) =>
        e.InnerException is AiCodeException { IsTransient: true, Kind: not AiCodeErrorKind.RateLimited };
}
