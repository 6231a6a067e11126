using System.Diagnostics;
using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Benchmarks;

/// <summary>Decisions a second of the pure engine, for a sequential workflow of five agent steps, documents kept in memory.</summary>
internal static class EngineBenchmark
{
    private const int Runs = 4_000;
    private const int Rounds = 5;
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Measured Run()
    {
        var definition = DefinitionReader.Read(string.Join('\n',
        [
            "document: { dsl: '1.0.3', namespace: bench, name: five, version: '1.0.0' }", "do:",
            .. Enumerable.Range(1, 5).Select(i => $"- s{i}: {{ call: agent, with: {{ agent: echo, input: '${{ {{n: {i}}} }}' }} }}"),
        ])).Definition!;
        Round(definition);
        return new Measured("engine decisions (5 agent steps, sequential)", Measured.Median(Enumerable.Range(0, Rounds).Select(_ => Round(definition))), null);
    }

    private static double Round(WorkflowDefinition definition)
    {
        var decisions = 0;
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Runs; i++)
        {
            decisions += OneRun(definition, Guid.NewGuid());
        }

        return decisions / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static int OneRun(WorkflowDefinition definition, Guid run)
    {
        var output = JsonElement.Parse("""{"ok":true}""");
        var documents = new Dictionary<string, JsonElement> { [DocumentKeys.Input] = output };
        var state = RunState.New(run, Now);
        RunEvent happened = new RunEvent.Started();
        for (var decisions = 1; ; decisions++)
        {
            var decision = Engine.Advance(definition, state, new RunData(documents), happened, Now);
            state = decision.State;
            AttemptOrder? order = null;
            foreach (var effect in decision.Effects)
            {
                if (effect is Effect.Store store)
                {
                    documents[store.Key] = store.Value;
                }

                order = effect is Effect.Dispatch dispatch ? dispatch.Order : order;
            }

            if (order is null)
            {
                return state.Status == RunStatus.Completed ? decisions : throw new InvalidOperationException($"The run is {state.Status}.");
            }

            happened = new RunEvent.AttemptSettled(order.Step, order.Attempt, new AttemptOutcome(OutcomeKind.Done, output));
        }
    }
}
