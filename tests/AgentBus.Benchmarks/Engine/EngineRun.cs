using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Benchmarks;

/// <summary>Drives one run to its end: every attempt that is sent is answered at once, in the order of sending.</summary>
internal static class EngineRun
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AttemptOutcome Done = new(
        OutcomeKind.Done, JsonElement.Parse("""{"text":"the quick brown fox jumps over the lazy dog","score":0.75}"""), CostUsd: 0.01m, Tokens: 120, Agent: "echo", AgentVersion: "1.0.0");

    /// <summary>The number of decisions.</summary>
    /// <param name="definition">What to run.</param>
    /// <param name="input">The run's input, as JSON.</param>
    /// <param name="stored">Whether every state goes to bytes and back, and every entry of the history is written, as the shell does.</param>
    public static int ToEnd(WorkflowDefinition definition, byte[] input, bool stored)
    {
        var documents = new Dictionary<string, JsonElement> { [DocumentKeys.Input] = JsonElement.Parse(input) };
        var data = new RunData(documents);
        var state = RunState.New(Guid.NewGuid(), Now);
        var waiting = new Queue<AttemptOrder>();
        RunEvent happened = new RunEvent.Started();
        for (var decisions = 1; ; decisions++)
        {
            var decision = Engine.Advance(definition, state, data, happened, Now);
            foreach (var effect in decision.Effects)
            {
                switch (effect)
                {
                    case Effect.Store store:
                        documents[store.Key] = store.Value;
                        break;
                    case Effect.Dispatch dispatch:
                        waiting.Enqueue(dispatch.Order);
                        break;
                    case Effect.Record record when stored && record.Utf8.Length == 0:
                        throw new InvalidOperationException($"{record.Type} has no data.");
                }
            }

            state = stored ? RunState.FromBytes(decision.State.ToBytes()) : decision.State;
            if (!waiting.TryDequeue(out var order))
            {
                return state.Status == RunStatus.Completed ? decisions : throw new InvalidOperationException($"The run is {state.Status}.");
            }

            happened = new RunEvent.AttemptSettled(order.Step, order.Attempt, Done);
        }
    }
}
