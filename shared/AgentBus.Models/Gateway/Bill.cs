using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>What the tries of a call cost. One whose end is not known yet, as a slower one beside the answer, counts with its maximum, as it does in the ledger when the end stays unknown.</summary>
internal sealed class Bill
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, decimal> _open = [];
    private readonly UsageDetails _usage = new();
    private decimal _settled;

    public decimal CostUsd
    {
        get
        {
            lock (_lock)
            {
                return _settled + _open.Values.Sum();
            }
        }
    }

    /// <summary>Tokens of the tries that ended with an answer.</summary>
    public UsageDetails Usage
    {
        get
        {
            lock (_lock)
            {
                var usage = new UsageDetails();
                usage.Add(_usage);
                return usage;
            }
        }
    }

    public void Open(Guid id, decimal maxUsd)
    {
        lock (_lock)
        {
            _open[id] = maxUsd;
        }
    }

    public void Settle(Guid id, decimal usd, UsageDetails? usage = null)
    {
        lock (_lock)
        {
            _open.Remove(id);
            _settled += usd;
            if (usage is not null)
            {
                _usage.Add(usage);
            }
        }
    }
}
