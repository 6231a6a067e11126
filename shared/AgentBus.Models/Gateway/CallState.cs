using AgentBus.Models.Catalogue;
using AgentBus.Models.Telemetry;

namespace AgentBus.Models.Gateway;

/// <summary>What one call gathers on its way: what it is held to, what it cost, what failed. Tries may run side by side.</summary>
internal sealed class CallState(ChatCall call, ModelsInForce inForce)
{
    private readonly Lock _lock = new();
    private readonly List<(CatalogueModel Model, ModelError Error)> _failures = [];
    private int _taken;
    private int _tries;

    public ChatCall Call => call;

    public ModelsInForce InForce => inForce;

    public TokenEstimate Prompt { get; } = TokenEstimate.Of(call.Messages, call.Options);

    public OutputCheck? Check { get; init; } = OutputCheck.Of(call.Options);

    public Bill Bill { get; } = new();

    /// <summary>The call as it is told to traces and metrics.</summary>
    public GenAiOperation? Operation { get; init; }

    public int NextTry() => Interlocked.Increment(ref _tries);

    public void Failed(CatalogueModel model, ModelError error)
    {
        lock (_lock)
        {
            _failures.Add((model, error));
        }
    }

    /// <summary>What failed since this was last asked.</summary>
    public IReadOnlyList<(CatalogueModel Model, ModelError Error)> TakeFailures()
    {
        lock (_lock)
        {
            (CatalogueModel, ModelError)[] taken = [.. _failures.Skip(_taken)];
            _taken = _failures.Count;
            return taken;
        }
    }

    /// <summary>Why a model could not answer, in a word; that it was slow where it did not fail.</summary>
    public string LastFailure(CatalogueModel model)
    {
        lock (_lock)
        {
            return _failures.FindLast(f => f.Model == model).Error?.Code ?? "slow";
        }
    }
}
