using System.Text.Json.Nodes;
using AgentBus.Histories.Definitions;
using AgentBus.Histories.Running;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Histories;

/// <summary>Plays seeded histories and says what breaks an invariant, with the smallest definition and history that show it.</summary>
internal static class Checker
{
    /// <summary>Histories of one definition: reading it costs more than playing one.</summary>
    public const int HistoriesPerDefinition = 20;

    /// <summary>Every so many definitions is one whose output must not depend on the order of events.</summary>
    private const int DefinitionsPerConfluent = 5;

    /// <summary>Plays the histories of one definition and counts how they end.</summary>
    /// <exception cref="InvariantBrokenException">With the seed and a minimal reproduction.</exception>
    public static void Play(int definitionSeed, Dictionary<RunStatus, int> ends)
    {
        var confluent = definitionSeed % DefinitionsPerConfluent == 0;
        var document = new RandomDefinition(new Random(definitionSeed), confluent).Make();
        var definition = Read(document) ?? throw new InvariantBrokenException($"definition {definitionSeed} is not valid: {document.ToJsonString()}");
        if (confluent)
        {
            Report(definitionSeed, document, smaller => Confluence.Check(smaller, new Random(definitionSeed)));
        }

        for (var seed = definitionSeed * HistoriesPerDefinition; seed < (definitionSeed + 1) * HistoriesPerDefinition; seed++)
        {
            var history = new History(definition, new Random(seed));
            try
            {
                var end = history.Play();
                ends[end] = ends.GetValueOrDefault(end) + 1;
            }
            catch (Exception failure)
            {
                throw new InvariantBrokenException(Shrinking.Reproduce(seed, document, failure));
            }
        }
    }

    public static WorkflowDefinition? Read(JsonObject document) => DefinitionReader.Read(document.ToJsonString()).Definition;

    private static void Report(int seed, JsonObject document, Action<JsonObject> check)
    {
        try
        {
            check(document);
        }
        catch (Exception failure)
        {
            throw new InvariantBrokenException(
                $"Definition {seed}: {failure.Message}{Environment.NewLine}{Shrinking.Smaller(document, smaller => Shrinking.Fails(() => check(smaller))).ToJsonString()}");
        }
    }
}
