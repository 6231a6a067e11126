using AgentBus.JsonSchema;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary><c>input</c>: checked against the schema, then transformed by <c>from</c>.</summary>
public sealed record InputSpec(Schema? Schema, Template? From);

/// <summary><c>output</c>: transformed by <c>as</c>, then checked against the schema.</summary>
public sealed record OutputSpec(Schema? Schema, Template? As);

/// <summary><c>export</c>: the new <c>$context</c>, made from the transformed output.</summary>
public sealed record ExportSpec(Schema? Schema, Template? As);
