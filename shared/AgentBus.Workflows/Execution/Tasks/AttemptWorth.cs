using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>What the models that an attempt used can learn from its end. Faults of networks, limits and questions say nothing of a model.</summary>
internal static class AttemptWorth
{
    public const string Schema = "schema";
    public const string Accept = "accept";
    public const string Human = "human";
    public const string Validation = "validation";

    /// <summary>The attempt was judged by the step's own rules; its models by their answer where the attempt itself says that it was invalid.</summary>
    public static void Tell(Machine machine, AgentFrame step, int attempt, CallAgentTask task, AttemptOutcome outcome, Rejection? rejection)
    {
        foreach (var answer in outcome.Answers ?? [])
        {
            machine.Effects.Add(new Effect.Judge(step.Id, attempt, answer.Quality, Validation, Decision: answer.Decision));
        }

        if (outcome is not { Tokens: 0, CostUsd: 0 } && outcome.Kind is OutcomeKind.Done or OutcomeKind.InvalidOutput or OutcomeKind.Refused)
        {
            var by = rejection?.By ?? (outcome.Kind == OutcomeKind.InvalidOutput || task is { Accept: null, CompiledOutputSchema: not null } ? Schema : Accept);
            machine.Effects.Add(new Effect.Judge(step.Id, attempt, outcome.Kind == OutcomeKind.Done ? 1 : 0, by, outcome.CostUsd, outcome.Took));
        }
    }

    /// <summary>A person judged what the step's last attempt made.</summary>
    public static void Told(Machine machine, AgentFrame step, bool approved)
    {
        if (step is not { Tokens: 0, CostUsd: 0 })
        {
            machine.Effects.Add(new Effect.Judge(step.Id, step.Attempt, approved ? 1 : 0, Human));
        }
    }
}
