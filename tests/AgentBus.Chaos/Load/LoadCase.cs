using System.Text.Json.Nodes;

namespace AgentBus.Chaos.Load;

/// <summary>One run of the load: what it is started with, and how it must end.</summary>
/// <param name="Name">Unique; also the idempotency key of its start.</param>
/// <param name="Workflow">Name in namespace <c>chaos</c>.</param>
/// <param name="Input">Its input; it holds the name as <c>case</c>.</param>
/// <param name="State">The state it must end in.</param>
/// <param name="Effects">The effects that the outside world must see, each once, and no others.</param>
/// <param name="Approves">How its approval is decided.</param>
internal sealed record LoadCase(string Name, string Workflow, JsonObject Input, string State, IReadOnlyList<string> Effects, bool Approves = false);
