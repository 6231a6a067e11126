using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Targets;

/// <summary>
/// The circuit breaker of a target. It counts failures in a row: Polly's counts a share of a time window, so a busy target that dies would cost as many failed calls as
/// it had answered in that window. Time comes in as an argument.
/// </summary>
internal sealed class Breaker
{
    private readonly Lock _lock = new();
    private int _failures;
    private int _openings;
    private int _epoch;
    private bool _isProbed;
    private DateTimeOffset? _until;
    private string? _reason;

    public BreakerState Read(DateTimeOffset now)
    {
        lock (_lock)
        {
            return new BreakerState(_until is not { } until ? BreakerPhase.Closed : now < until ? BreakerPhase.Open : BreakerPhase.HalfOpen, _failures, _until, _reason);
        }
    }

    /// <summary>Lets a call pass; null when none may. In the half-open phase only one at a time may.</summary>
    public BreakerPermit? TryEnter(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_until is not { } until)
            {
                return new BreakerPermit(_epoch);
            }

            if (now < until || _isProbed)
            {
                return null;
            }

            _isProbed = true;
            return new BreakerPermit(_epoch);
        }
    }

    /// <summary>When a call may pass; null when one may now.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _until is not { } until || (now >= until && !_isProbed) ? null : until > now ? until : now;
        }
    }

    public void Succeeded(BreakerPermit permit)
    {
        lock (_lock)
        {
            if (permit.Epoch == _epoch)
            {
                (_failures, _openings, _isProbed, _until, _reason, _epoch) = (0, 0, false, null, null, _until is null ? _epoch : _epoch + 1);
            }
        }
    }

    /// <summary>Counts a failure. A quota that is used up opens at once, until its reset. An end that came too late to matter changes nothing.</summary>
    public void Failed(BreakerPermit permit, ModelError error, BreakerOptions options, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (permit.Epoch != _epoch)
            {
                return;
            }

            _failures++;
            _reason = error.Message;
            if (error.Code == ModelErrorCodes.ProviderQuota)
            {
                Open(now + (error.RetryAfter ?? options.QuotaBreak));
            }
            else if (_until is not null || _failures >= options.Failures)
            {
                var doubled = options.Break * Math.Pow(2, Math.Min(_openings, 20));
                Open(now + (doubled < options.MaxBreak ? doubled : options.MaxBreak));
            }
        }
    }

    /// <summary>The caller left before the end, or the target was never asked: nothing is learned, and another call may probe.</summary>
    public void Abandoned(BreakerPermit permit)
    {
        lock (_lock)
        {
            if (permit.Epoch == _epoch)
            {
                _isProbed = false;
            }
        }
    }

    private void Open(DateTimeOffset until) => (_until, _isProbed, _openings, _epoch) = (until, false, _openings + 1, _epoch + 1);
}
