namespace AgentBus.Workflows.Execution.State;

/// <summary>A <c>listen</c>. The events themselves are documents.</summary>
internal sealed record ListenFrame : StepFrame
{
    /// <summary>Whether it is subscribed.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Events consumed.</summary>
    public int Count { get; init; }

    /// <summary>Of these, how many the <c>foreach</c> is done with.</summary>
    public int Done { get; init; }

    /// <summary>Whether the <c>foreach</c> is at work on the next one.</summary>
    public bool IsBusy { get; init; }

    /// <summary>No more events are taken; those that wait for the <c>foreach</c> are still worked on.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Filters of an <c>all</c> that have their event.</summary>
    public int[] Filled { get; init; } = [];

    /// <summary>The same of an <c>until</c>.</summary>
    public int[] UntilFilled { get; init; } = [];

    /// <summary>Values that events fixed, by the names of their correlations.</summary>
    public Dictionary<string, DataRef>? Correlated { get; init; }

    public override Frame Keep(Func<DataRef, DataRef> keep) => (ListenFrame)base.Keep(keep) with
    {
        Correlated = Correlated?.ToDictionary(value => value.Key, value => keep(value.Value)),
    };
}
