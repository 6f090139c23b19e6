using System;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace Cursor.AiCode.Resilience;

/// <summary>Retries requests after transient failures.</summary>
internal static class RetryPolicy
{
    /// <summary>The maximum number of attempts. Responses with status 429 aren't counted.</summary>
    public const int MaxAttempts = 4;

    /// <summary>The maximum number of retries after responses with status 429.</summary>
    public const int MaxRateLimitRetries = 8;

    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>Returns the delay before a retry.</summary>
    /// <param name="failures">The number of consecutive failures.</param>
    public static TimeSpan GetDelay(int failures) =>
        TimeSpan.FromTicks(Math.Min(MaxDelay.Ticks, InitialDelay.Ticks << Math.Min(failures - 1, 10)));

    /// <summary>Retries after the first attempt failed.</summary>
    /// <param name="first">The failure of the first attempt.</param>
    /// <param name="attempt">Makes an attempt.</param>
    /// <param name="time">The time provider for delays.</param>
    /// <param name="report">Gets an event for each delay.</param>
    /// <param name="cancellationToken">Cancels the retries.</param>
    public static async Task<T> AfterAsync<T>(
        AiCodeException first,
        Func<CancellationToken, Task<T>> attempt,
        TimeProvider time,
        Action<AiCodeEvent> report,
        CancellationToken cancellationToken)
    {
        int attempts = 1;
        AiCodeException? pending = first;
        ResiliencePipeline pipeline = Build(time, report);
        try
        {
            return await pipeline.ExecuteAsync(
                async token =>
                {
                    if (pending is { } failure)
                    {
                        pending = null;
                        throw failure;
                    }

                    attempts++;
                    return await attempt(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (AiCodeException e) when (e.IsTransient)
        {
            throw new AiCodeException(e.Kind, $"{e.Message} The request failed {attempts} times.", e)
            {
                RequestUri = e.RequestUri,
                StatusCode = e.StatusCode,
                RetryAfter = e.RetryAfter,
            };
        }
    }

    private static ResiliencePipeline Build(TimeProvider time, Action<AiCodeEvent> report) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<AiCodeException>(e => e is { IsTransient: true, Kind: AiCodeErrorKind.RateLimited }),
                MaxRetryAttempts = MaxRateLimitRetries,
                DelayGenerator = static failed =>
                    new ValueTask<TimeSpan?>(((AiCodeException)failed.Outcome.Exception!).RetryAfter ?? RetryAfterHeader.Window),
                OnRetry = retry => Report(report, retry, "the API's rate limit is reached"),
            })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<AiCodeException>(e => e is { IsTransient: true, Kind: not AiCodeErrorKind.RateLimited }),
                MaxRetryAttempts = MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = InitialDelay,
                MaxDelay = MaxDelay,
                OnRetry = retry => Report(report, retry, GetReason(retry.Outcome.Exception)),
            })
            .Build();

    private static string GetReason(Exception? failure) => (failure as AiCodeException)?.Kind switch
    {
        AiCodeErrorKind.ServerError => "the API failed",
        AiCodeErrorKind.Timeout => "the API didn't respond in time",
        AiCodeErrorKind.Unreachable => "the host didn't respond",
        AiCodeErrorKind.IncompleteAnswer => "the response was incomplete",
        _ => "the connection was lost",
    };

    private static ValueTask Report(Action<AiCodeEvent> report, OnRetryArguments<object> retry, string reason)
    {
        report(new WaitEvent(reason, retry.RetryDelay));
        return default;
    }
}
