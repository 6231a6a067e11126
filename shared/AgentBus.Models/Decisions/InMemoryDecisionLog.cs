namespace AgentBus.Models.Decisions;

/// <summary>The default log: this process only, the last 10,000 decisions and outcomes.</summary>
internal sealed class InMemoryDecisionLog : IDecisionLog
{
    internal const int MaxRows = 10_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, ModelDecision> _decisions = [];
    private readonly Queue<Guid> _order = [];
    private readonly Queue<ModelOutcome> _waiting = [];
    private readonly Queue<OutcomeCredit> _credits = [];
    private readonly HashSet<Guid> _known = [];
    private readonly Queue<Guid> _knownOrder = [];
    private LearnedState? _state;
    private long _last;

    public Task AppendAsync(IReadOnlyList<ModelDecision> decisions, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var decision in decisions.Where(decision => _decisions.TryAdd(decision.Id, decision)))
            {
                _order.Enqueue(decision.Id);
                if (_order.Count > MaxRows)
                {
                    _decisions.Remove(_order.Dequeue());
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task<ModelDecision?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_decisions.GetValueOrDefault(id));
        }
    }

    public Task<IReadOnlyList<ModelDecision>> ListAsync(string tenant, DateTimeOffset since, Guid? after, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var own = _decisions.Values.Where(decision => decision.Tenant == tenant && decision.At >= since).OrderBy(decision => decision.At).ThenBy(decision => decision.Id);
            return Task.FromResult<IReadOnlyList<ModelDecision>>([.. (after is { } id ? own.SkipWhile(decision => decision.Id != id).Skip(1) : own).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<ModelDecision>> LatestAsync(string tenant, Guid? run, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<ModelDecision>>([.. _decisions.Values
                .Where(decision => decision.Tenant == tenant && (run is null || decision.RunId == run))
                .OrderByDescending(decision => decision.At).ThenByDescending(decision => decision.Id)
                .Take(limit)]);
        }
    }

    public Task<IReadOnlyList<ModelUse>> UseAsync(string tenant, DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<ModelUse>>([.. _decisions.Values
                .Where(decision => decision.Tenant == tenant && decision.At >= since)
                .GroupBy(decision => decision.Chosen, StringComparer.Ordinal)
                .Select(group => new ModelUse(group.Key, group.Count(), group.Count(decision => decision.Outcome != ModelDecision.Answered), group.Sum(decision => decision.CostUsd)))
                .OrderBy(use => use.Model, StringComparer.Ordinal)]);
        }
    }

    public Task<IReadOnlyList<ModelOutcome>> OutcomesOfAsync(ModelDecision decision, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<ModelOutcome>>(
                [.. _credits.Select(credit => credit.Outcome).Concat(_waiting).Where(outcome => Judges(outcome, decision)).DistinctBy(outcome => outcome.Id).OrderBy(outcome => outcome.At)]);
        }
    }

    public Task<int> AddOutcomesAsync(IReadOnlyList<ModelOutcome> outcomes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(outcomes.Count(Add));
        }
    }

    public Task<IReadOnlyList<OutcomeCredit>> CreditsAfterAsync(long position, DateTimeOffset settledBefore, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var outcome) && outcome.At < settledBefore)
            {
                Credit(_waiting.Dequeue());
            }

            return Task.FromResult<IReadOnlyList<OutcomeCredit>>([.. _credits.Where(credit => credit.Position > position).Take(limit)]);
        }
    }

    public Task<LearnedState?> LoadStateAsync(string format, CancellationToken cancellationToken) => Task.FromResult(_state?.Format == format ? _state : null);

    public Task SaveStateAsync(LearnedState state, CancellationToken cancellationToken)
    {
        _state = state;
        return Task.CompletedTask;
    }

    /// <summary>Nothing to do: its size is its bound.</summary>
    public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    private bool Add(ModelOutcome outcome)
    {
        if (!_known.Add(outcome.Id))
        {
            return false;
        }

        _waiting.Enqueue(outcome);
        _knownOrder.Enqueue(outcome.Id);
        if (_knownOrder.Count > MaxRows)
        {
            _known.Remove(_knownOrder.Dequeue());
        }

        return true;
    }

    private void Credit(ModelOutcome outcome)
    {
        var judged = JudgedBy(outcome);
        foreach (var decision in judged)
        {
            _credits.Enqueue(new OutcomeCredit(++_last, decision, outcome, 1.0 / judged.Count));
            if (_credits.Count > MaxRows)
            {
                _credits.Dequeue();
            }
        }
    }

    private List<ModelDecision> JudgedBy(ModelOutcome outcome)
    {
        if (outcome.DecisionId is { } id)
        {
            return _decisions.GetValueOrDefault(id) is { } named && Judges(outcome, named) ? [named] : [];
        }

        return [.. _decisions.Values.Where(decision => Judges(outcome, decision)).OrderBy(d => d.Id)];
    }

    private static bool Judges(ModelOutcome outcome, ModelDecision decision) => decision.Tenant == outcome.Tenant && (outcome.DecisionId is { } id
        ? decision.Id == id
        : decision.RunId is not null && decision.RunId == outcome.RunId && decision.Step == outcome.Step && decision.Attempt == outcome.Attempt);
}
