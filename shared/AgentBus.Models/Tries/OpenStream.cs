using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tries;

/// <summary>A streamed answer of which the first piece is in hand. Its try goes on until the stream ends: whole, broken off, too late, or left by the caller.</summary>
internal sealed class OpenStream : IAsyncDisposable
{
    private readonly Try _try;
    private readonly ProviderCall _asked;
    private readonly TokenEstimate _prompt;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _leave;
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private readonly List<ChatResponseUpdate> _received = [];
    private int _given;
    private bool _isAtEnd;

    public OpenStream(Try tried, Candidate candidate, ProviderCall asked, TokenEstimate prompt, TimeProvider time, CancellationToken caller)
    {
        (_try, Candidate, _asked, _prompt, _caller) = (tried, candidate, asked, prompt, caller);
        _stop = new CancellationTokenSource(tried.Provider.Options.Timeout, time);
        _leave = caller.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _stop);
        _updates = tried.Provider.Provider.StreamAsync(asked, _stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    public Candidate Candidate { get; }

    /// <summary>All that came so far as one answer.</summary>
    public ChatResponse Received => _received.ToChatResponse();

    /// <summary>Reads up to the first piece of the answer itself; until then another model can take over and nobody notices.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var other = cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _stop);
        while (!_isAtEnd && !_received.Exists(u => u.Contents.Any(c => c is not UsageContent)))
        {
            await AdvanceAsync(cancellationToken);
        }
    }

    /// <summary>The next piece; null at the end of a whole answer.</summary>
    /// <exception cref="ModelException">It broke off.</exception>
    public async ValueTask<ChatResponseUpdate?> NextAsync()
    {
        while (_given == _received.Count && !_isAtEnd)
        {
            await AdvanceAsync(_caller);
        }

        return _given < _received.Count ? _received[_given++] : null;
    }

    /// <summary>Ends a try that has not ended: the caller left in the middle.</summary>
    public async ValueTask DisposeAsync()
    {
        await _try.FailedAsync(new OperationCanceledException(_caller));
        await _leave.DisposeAsync();
        await _stop.CancelAsync();
        try
        {
            await _updates.DisposeAsync();
        }
        catch (NotSupportedException)
        {
            // It is still being read by an opening that was given up, and ends there.
        }

        _stop.Dispose();
    }

    private async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        try
        {
            _stop.CancelAfter(_try.Provider.Options.Timeout);
            if (await _updates.MoveNextAsync())
            {
                _received.Add(_updates.Current);
                return;
            }

            _isAtEnd = true;
            var received = Received;
            await _try.SucceededAsync(Spent.Of(Candidate.Model, _prompt, _asked.Limit, received), received);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            var late = ProviderFault.Late(Candidate.Model.Provider, _try.Provider.Options.Timeout, e);
            await _try.FailedAsync(late);
            throw late;
        }
        catch (Exception e)
        {
            await _try.FailedAsync(e, e is ModelException && _received.Count > 0 ? Partial() : null);
            throw;
        }
    }

    /// <summary>What came is paid for, at the most it can have been.</summary>
    private Spent Partial()
    {
        var received = Received;
        received.Usage = null;
        return Spent.Of(Candidate.Model, _prompt, _asked.Limit, received);
    }
}
