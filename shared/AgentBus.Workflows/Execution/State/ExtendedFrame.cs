namespace AgentBus.Workflows.Execution.State;

/// <summary>A task with an extension around it.</summary>
internal sealed record ExtendedFrame : StepFrame
{
    /// <summary>Whether the extension's condition held.</summary>
    public bool Applies { get; init; }

    /// <summary>What the task made, while the tasks after it run.</summary>
    public DataRef? Output { get; init; }

    /// <summary>Where the task itself decided to go, such as by a case of a switch; null = on.</summary>
    public string? Directive { get; init; }

    public override Frame Keep(Func<DataRef, DataRef> keep) =>
        Output is null ? base.Keep(keep) : (ExtendedFrame)base.Keep(keep) with { Output = keep(Output) };
}
