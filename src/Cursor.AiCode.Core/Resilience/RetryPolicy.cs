using System;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace Cursor.AiCode.Resilience;

/// <summary>Tries again after a fault that may pass: how often, and after which wait.</summary>
internal static class RetryPolicy
{
    /// <summary>How often a request is made at most where it fails; a 429 is not counted.</summary>
    public const int MaxAttempts = 4;

    /// <summary>How often a request that meets a 429 is made again.</summary>
    public const int MaxRateLimitRetries = 8;

    private static readonly TimeSpan InitialDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>The wait after the failure number <paramref name="failures"/> in a row.</summary>
    public static TimeSpan GetDelay(int failures) =>
        TimeSpan.FromTicks(Math.Min(MaxDelay.Ticks, InitialDelay.Ticks << Math.Min(failures - 1, 10)));

    /// <summary>Goes on after <paramref name="first"/>, the failure of a first attempt.</summary>
    public static async Task<T> AfterAsync<T>(
        AiCodeException first,
        Func<CancellationToken, Task<T>> attempt,
        TimeProvider clock,
        Action<AiCodeEvent> notify,
        CancellationToken cancellationToken)
    {
        int tries = 1;
        AiCodeException? pending = first;
        ResiliencePipeline pipeline = Build(clock, notify);
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

                    tries++;
                    return await attempt(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (AiCodeException e) when (e.IsTransient)
        {
            throw new AiCodeException(e.Kind, $"{e.Message} The request failed {tries} times.", e)
            {
                RequestUri = e.RequestUri,
                StatusCode = e.StatusCode,
                RetryAfter = e.RetryAfter,
            };
        }
    }

    private static ResiliencePipeline Build(TimeProvider clock, Action<AiCodeEvent> notify) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<AiCodeException>(e => e is { IsTransient: true, Kind: AiCodeErrorKind.RateLimited }),
                MaxRetryAttempts = MaxRateLimitRetries,
                DelayGenerator = static failed =>
                    new ValueTask<TimeSpan?>(((AiCodeException)failed.Outcome.Exception!).RetryAfter ?? RetryAfterHeader.Window),
                OnRetry = wait => Tell(notify, wait, "the API's rate limit is reached"),
            })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<AiCodeException>(e => e is { IsTransient: true, Kind: not AiCodeErrorKind.RateLimited }),
                MaxRetryAttempts = MaxAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = InitialDelay,
                MaxDelay = MaxDelay,
                OnRetry = wait => Tell(notify, wait, Why(wait.Outcome.Exception)),
            })
            .Build();

    private static string Why(Exception? failure) => (failure as AiCodeException)?.Kind switch
    {
        AiCodeErrorKind.ServerError => "the API failed",
        AiCodeErrorKind.Timeout => "the API didn't respond in time",
        AiCodeErrorKind.Unreachable => "the host didn't respond",
        AiCodeErrorKind.IncompleteAnswer => "the response was incomplete",
        _ => "the connection was lost",
    };

    private static ValueTask Tell(Action<AiCodeEvent> notify, OnRetryArguments<object> wait, string reason)
    {
        notify(new WaitEvent(reason, wait.RetryDelay));
        return default;
    }
}
