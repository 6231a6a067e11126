using System.Collections.Concurrent;
using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Targets;

/// <summary>Every target that was ever configured in this process.</summary>
internal sealed class TargetSet(TimeProvider time)
{
    private readonly ConcurrentDictionary<TargetKey, Target> _targets = new();

    public Target this[CatalogueModel model] => _targets.GetOrAdd(new TargetKey(model.Provider, model.Upstream, model.Region), key => new Target(key, time));
}
