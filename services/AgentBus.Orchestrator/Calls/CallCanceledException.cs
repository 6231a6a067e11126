namespace AgentBus.Orchestrator.Calls;

/// <summary>A request was under way when time was up: nobody knows whether it did what it asked for.</summary>
/// <param name="mayRepeat">Whether sending it again does no more than sending it once.</param>
internal sealed class CallCanceledException(bool mayRepeat, OperationCanceledException canceled) : OperationCanceledException(canceled.Message, canceled, canceled.CancellationToken)
{
    public bool MayRepeat { get; } = mayRepeat;
}
