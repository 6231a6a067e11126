namespace AgentBus.Storage.Outbox;

/// <summary>Tells waiters, here and where possible in other processes, that something was committed. Never blocks, never throws.</summary>
internal interface ISignalSource
{
    /// <summary>A relay may find something to publish.</summary>
    void OutboxChanged();

    /// <summary>A run's rows changed.</summary>
    void RunChanged(Guid run);
}
