using AgentBus.Models.Answers;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>One call under way, and how many wait for it.</summary>
internal sealed class AnswerFlight : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task<(ChatAnswer Answer, StoredAnswer? Kept)>? _landing;
    private int _waiting;
    private bool _isOver;

    /// <summary>Waits with the others, the first one also asks; null when the last one has left.</summary>
    public (Task<(ChatAnswer Answer, StoredAnswer? Kept)> Landing, bool IsFirst)? Enter(Func<CancellationToken, Task<(ChatAnswer Answer, StoredAnswer? Kept)>> ask)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return null;
            }

            _waiting++;
            var isFirst = _landing is null;
            _landing ??= Task.Run(() => ask(_stop.Token));
            return (_landing, isFirst);
        }
    }

    /// <summary>True for the last one: nobody wants the answer any more, and the flight is to be disposed of.</summary>
    public bool Leave()
    {
        lock (_lock)
        {
            _isOver = --_waiting == 0;
            return _isOver;
        }
    }

    /// <summary>Ends a call that is still under way.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
