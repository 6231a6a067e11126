using AgentBus.Models.Cache;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Decisions;

/// <summary>
/// Has the learner fold every outcome, in the one order, and shares what it learned once a minute: a gateway that starts goes on from there, so that all come
/// to the same weights.
/// </summary>
internal sealed class OutcomeFolder(IDecisionLog log, IOutcomeFold fold, IAnswerCache cache, TimeProvider time, ILogger<OutcomeFolder> logger) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShareEvery = TimeSpan.FromMinutes(1);

    /// <summary>The time in which the decisions of a call are written, wherever it was made.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private long _position;
    private long _shared;
    private bool _isLoaded;
    private DateTimeOffset _sharedAt;

    /// <summary>The last credit that was learned from.</summary>
    public long Position => Interlocked.Read(ref _position);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.FoldFailed(logger, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        while (await log.CreditsAfterAsync(_position, time.GetUtcNow() - Settling, AtOnce, cancellationToken) is { Count: > 0 } credits)
        {
            foreach (var credit in credits)
            {
                await cache.ForgetAsync(credit, cancellationToken);
                fold.Fold(credit);
                Interlocked.Exchange(ref _position, credit.Position);
            }
        }

        var now = time.GetUtcNow();
        if (_position > _shared && now - _sharedAt >= ShareEvery)
        {
            await log.SaveStateAsync(new LearnedState(fold.Format, _position, fold.Save(), now), cancellationToken);
            (_shared, _sharedAt) = (_position, now);
        }
    }

    /// <summary>A state that cannot be read is no loss: the first outcome that is kept is where learning starts then.</summary>
    private bool IsTaken(LearnedState state)
    {
        try
        {
            fold.Load(state.State.Span);
            return true;
        }
        catch (InvalidDataException e)
        {
            Log.StateBroken(logger, state.Position, e.Message);
            return false;
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded)
        {
            return;
        }

        if (await log.LoadStateAsync(fold.Format, cancellationToken) is { } state && IsTaken(state))
        {
            Interlocked.Exchange(ref _position, state.Position);
            _shared = state.Position;
            Log.StateLoaded(logger, state.Position);
        }

        (_isLoaded, _sharedAt) = (true, time.GetUtcNow());
    }
}
