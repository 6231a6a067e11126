using AgentBus.Models.Gateway;

namespace AgentBus.Models.MicroBatches;

/// <summary>Calls that wait to be asked together.</summary>
internal sealed class Gathering(int size)
{
    private readonly Lock _lock = new();
    private readonly List<ChatCall> _calls = [];
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IReadOnlyList<ChatAnswer>?> _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    public Task Full => _full.Task;

    /// <summary>The answers by place, one of no text where there was none; null when each has to ask alone.</summary>
    public Task<IReadOnlyList<ChatAnswer>?> Answers => _answers.Task;

    /// <summary>The call's place; null when it comes too late.</summary>
    public int? Join(ChatCall call)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return null;
            }

            _calls.Add(call);
            if (_calls.Count == size)
            {
                _isClosed = true;
                _full.TrySetResult();
            }

            return _calls.Count - 1;
        }
    }

    public IReadOnlyList<ChatCall> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return _calls;
        }
    }

    public void End(IReadOnlyList<ChatAnswer>? answers) => _answers.TrySetResult(answers);
}
