using System.Text.Json;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Execution;

/// <summary>A run to be started by a step of another run.</summary>
/// <param name="Run">Its id, made from the parent's run and step: the same on every repetition.</param>
/// <param name="Step">The parent's step.</param>
/// <param name="Definition">The version it is pinned to.</param>
/// <param name="Document">
/// The definition itself, to be stored first, where a run made it; null = it is in the store. A stored version never changes: name it
/// after its content.
/// </param>
/// <param name="Input">Its raw input.</param>
/// <param name="Awaits">Whether the parent's step is to be told of the end.</param>
/// <param name="Depth">How many runs are above it.</param>
public sealed record ChildOrder(
    Guid Run, string Step, DefinitionKey Definition, JsonElement? Document, JsonElement Input, bool Awaits, int Depth);
