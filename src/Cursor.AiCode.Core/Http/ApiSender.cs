using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Http;

/// <summary>Sends requests within the budget, and again where a fault may pass.</summary>
internal sealed class ApiSender : IDisposable
{
    private readonly AiCodeConnection _connection;
    private readonly ApiExchange _exchange;
    private readonly Action<AiCodeNotice> _notify;
    private readonly bool _tryAgain;
    private readonly ConcurrentDictionary<string, RequestBudget> _budgets = new(StringComparer.Ordinal);
    private int _requestCount;

    public ApiSender(AiCodeConnection connection, Action<AiCodeNotice> notify, bool tryAgain = true)
    {
        _tryAgain = tryAgain;
        _connection = connection;
        _notify = notify;
        _exchange = new ApiExchange(connection);
    }

    /// <summary>The number of requests that went out.</summary>
    public int RequestCount => _requestCount;

    /// <summary>How many requests could go to the endpoint now without a wait.</summary>
    public int Available(string endpoint) => BudgetOf(endpoint).Available();

    /// <summary>
    /// Asks <paramref name="request"/> and reads its answer with <paramref name="read"/>. A fault that may pass, in
    /// asking or in reading, is met by asking again, a few times.
    /// </summary>
    public Task<T> SendAsync<T>(
        ApiRequest request, Func<ApiAnswer, CancellationToken, Task<(T Result, long Records)>> read, CancellationToken cancellationToken) =>
        TryAsync(token => SendOnceAsync(request, read, token), cancellationToken);

    /// <summary>Asks <paramref name="request"/> and returns the answer with its body still to come; the caller reads, reports and disposes it.</summary>
    public Task<ApiAnswer> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        TryAsync(token => AskAsync(request, token), cancellationToken);

    /// <summary>Waits before a whole answer is asked for again, after the failure number <paramref name="failures"/> in a row.</summary>
    public Task PauseAsync(int failures, CancellationToken cancellationToken)
    {
        TimeSpan wait = Retry.DelayAfter(failures);
        _notify(new WaitNotice("the answer broke off", wait));
        return _connection.Clock.WaitAsync(wait, cancellationToken);
    }

    /// <summary>Tells how an answer ended.</summary>
    public void Report(ApiAnswer answer, long? records, string? problem) => _notify(new RequestNotice(
        answer.Address, answer.Status, records, answer.Body.BytesRead, _connection.Clock.GetElapsedTime(answer.Started), problem));

    public void Dispose() => _exchange.Dispose();

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        AiCodeException first;
        try
        {
            return await attempt(cancellationToken).ConfigureAwait(false);
        }
        catch (AiCodeException e) when (e.IsTransient && _tryAgain)
        {
            first = e;
        }

        // Polly is entered only now: most calls never need it, and loading it takes longer than an answer.
        return await Retry.AfterAsync(first, attempt, _connection.Clock, _notify, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendOnceAsync<T>(
        ApiRequest request, Func<ApiAnswer, CancellationToken, Task<(T Result, long Records)>> read, CancellationToken cancellationToken)
    {
        using ApiAnswer answer = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            (T result, long records) = await read(answer, cancellationToken).ConfigureAwait(false);
            Report(answer, records, null);
            return result;
        }
        catch (AiCodeException e)
        {
            Report(answer, null, e.Message);
            throw;
        }
    }

    private async Task<ApiAnswer> AskAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        RequestBudget budget = BudgetOf(request.Endpoint);
        long place = await budget.TakeAsync(_notify, cancellationToken).ConfigureAwait(false);
        _ = Interlocked.Increment(ref _requestCount);
        long started = _connection.Clock.GetTimestamp();
        try
        {
            ApiAnswer answer = await _exchange.AskAsync(request, started, cancellationToken).ConfigureAwait(false);
            budget.Answered(place, refused: false);
            return answer;
        }
        catch (AiCodeException e)
        {
            budget.Answered(place, refused: e.Kind == AiCodeErrorKind.RateLimited, e.Wait);
            _notify(new RequestNotice(
                _exchange.Shown(request.Address), (int?)e.StatusCode, null, 0, _connection.Clock.GetElapsedTime(started), e.Message));
            throw;
        }
    }

    private RequestBudget BudgetOf(string endpoint) => _budgets.GetOrAdd(
        endpoint,
        name => new RequestBudget(new RequestLogFile(_connection, name), _connection.RequestsPerMinute, _connection.Clock));
}
