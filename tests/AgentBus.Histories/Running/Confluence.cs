using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Histories.Running;

/// <summary>
/// Runs one definition in several orders of events, in parallel and with its parallel items one by one: whatever the order, the output is the same.
/// Agents answer by the step they are asked for.
/// </summary>
internal static class Confluence
{
    private const int EventsAtMost = 3_000;

    public static void Check(JsonObject document, Random random)
    {
        var definition = Read(document);
        var first = Run(definition, _ => 0);
        foreach (var (order, output) in new (string, string)[]
        {
            ("the last first", Run(definition, count => count - 1)),
            ("at random", Run(definition, random.Next)),
            ("one item at a time", Run(Read(OneByOne(document.DeepClone()).AsObject()), _ => 0)),
        })
        {
            InvariantBrokenException.Unless(output == first, $"in order the output is {first}, {order} it is {output}");
        }
    }

    private static string Run(WorkflowDefinition definition, Func<int, int> choose)
    {
        var shell = new Shell(definition, JsonElement.Parse("""{ "start": true }"""));
        var (answered, ended) = (0, 0);
        var waiting = new List<RunEvent> { new RunEvent.Started() };
        var timers = new HashSet<string>();
        for (var events = 0; !shell.State.IsOver; events++)
        {
            InvariantBrokenException.Unless(events < EventsAtMost && waiting.Count > 0, $"it is {shell.State.Status} after {events} events");
            var next = choose(waiting.Count);
            shell.Handle(waiting[next]);
            waiting.RemoveAt(next);
            waiting.AddRange(shell.Ledger.Timers.Where(timers.Add).Select(timer => new RunEvent.TimerElapsed(timer)));
            for (; answered < shell.Ledger.Orders.Count; answered++)
            {
                waiting.Add(Answer(shell.Ledger.Orders[answered]));
            }

            for (; ended < shell.Ledger.Children.Count; ended++)
            {
                var child = shell.Ledger.Children[ended];
                waiting.Add(new RunEvent.ChildEnded(child.Step, child.Run, RunStatus.Completed, JsonElement.Parse($$"""{ "child": "{{child.Step}}" }"""), null));
            }
        }

        return $"{shell.State.Status} {shell.Output ?? shell.State.Error}";
    }

    // By the value and not by its text: the stored form escapes more.
    private static RunEvent.AttemptSettled Answer(AttemptOrder order) => new(
        order.Step, order.Attempt, new AttemptOutcome(OutcomeKind.Done, JsonElement.Parse(
            $$"""{ "step": "{{order.Step}}", "got": {{JsonSerializer.Serialize(order.Input, Json.Default.JsonElement).Length}} }""")));

    private static WorkflowDefinition Read(JsonObject document) => DefinitionReader.Read(document.ToJsonString()).Definition
        ?? throw new InvalidOperationException($"The generated definition is not valid: {document}");

    private static JsonNode OneByOne(JsonNode node)
    {
        foreach (var child in node switch { JsonObject shape => shape.Select(member => member.Value), JsonArray list => list, _ => [] })
        {
            if (child is not null)
            {
                OneByOne(child);
            }
        }

        if (node is JsonObject words && words.ContainsKey("maxConcurrency"))
        {
            words["maxConcurrency"] = 1;
        }

        return node;
    }
}

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class Json : JsonSerializerContext;
