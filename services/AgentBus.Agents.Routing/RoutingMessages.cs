using System.Text.Json.Serialization;
using AgentBus.Agents.Routing.Planning;

namespace AgentBus.Agents.Routing;

/// <summary>What routing is asked.</summary>
internal sealed record RoutingInput
{
    public required string Topic { get; init; }

    /// <summary>Folders, files, <c>http(s)</c> addresses, or <c>search: words</c>.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Sentences wanted; null = the default.</summary>
    public int? Length { get; init; }
}

/// <summary>How the sources are to be read.</summary>
/// <param name="Depth"><c>quick</c> or <c>thorough</c>.</param>
/// <param name="Candidates">The kinds of reading the sources need: <c>files</c>, <c>web</c>, <c>search</c>; the most needed first.</param>
/// <param name="Groups">The sources, grouped to be read in parallel.</param>
/// <param name="MaxPassages">Passages wanted of each group, so that all of them together fit into one message.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Confidence">0..1.</param>
internal sealed record RoutingOutput(
    string Depth,
    IReadOnlyList<string> Candidates,
    IReadOnlyList<IReadOnlyList<string>> Groups,
    int MaxPassages,
    string Reason,
    double Confidence);

/// <summary>The <c>classify</c> task's input.</summary>
internal sealed record ClassifyInput(string Text, IReadOnlyList<ClassifyLabel> Labels);

/// <summary>A label with what it stands for.</summary>
internal sealed record ClassifyLabel(string Name, string Description, IReadOnlyList<string> Examples);

/// <summary>The <c>classify</c> task's output.</summary>
internal sealed record ClassifyOutput
{
    public required string Label { get; init; }

    public required double Confidence { get; init; }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RoutingInput))]
[JsonSerializable(typeof(RoutingOutput))]
[JsonSerializable(typeof(ClassifyInput))]
[JsonSerializable(typeof(ClassifyOutput))]
[JsonSerializable(typeof(PlannerInput))]
[JsonSerializable(typeof(PlannerOutput))]
internal sealed partial class RoutingJson : JsonSerializerContext;
