using AgentBus.JsonSchema.Compilation;

namespace AgentBus.JsonSchema.Evaluation;

/// <summary>The chain of resources that evaluation has entered.</summary>
internal sealed record DynamicScope(Resource Resource, DynamicScope? Outer)
{
    /// <summary>The dynamic anchor of that name in the outermost resource that has one.</summary>
    public SchemaNode? Find(string name)
    {
        SchemaNode? found = null;
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            found = scope.Resource.DynamicNodes.GetValueOrDefault(name) ?? found;
        }

        return found;
    }
}
