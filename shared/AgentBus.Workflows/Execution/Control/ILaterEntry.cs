namespace AgentBus.Workflows.Execution.Control;

/// <summary>An entry of the history that names values whose place is known only at the end of the decision.</summary>
internal interface ILaterEntry
{
    /// <summary>Puts the values where they survive the decision.</summary>
    void Keep(Documents documents);

    /// <summary>The entry, once they are kept.</summary>
    Effect.Record ToRecord();
}
