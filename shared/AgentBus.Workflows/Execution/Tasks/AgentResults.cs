using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.Plans;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Judges what an agent sent, and puts failures into words.</summary>
internal static class AgentResults
{
    /// <summary>Code of an output that was rejected.</summary>
    public const string InvalidOutput = "invalid-output";

    /// <summary>Why an output is rejected; null when it is good.</summary>
    public static Rejection? Reject(Machine machine, AgentFrame step, CallAgentTask task, JsonElement output)
    {
        if (Json.SizeOf(output) > machine.Limits.ValueBytes)
        {
            return new Rejection(
                $"The output of {task.Path} is {Limits.InWords(Json.SizeOf(output))}; at most {Limits.InWords(machine.Limits.ValueBytes)} is taken."
                + " Put large data elsewhere and answer with where it is.", AttemptWorth.Schema);
        }

        if (task.CompiledOutputSchema is { } schema && Schemas.Errors(schema, output) is { } errors)
        {
            return new Rejection($"The output does not fit its schema: {errors}", AttemptWorth.Schema);
        }

        if (task.Accept is { } accept)
        {
            var value = new DataRef.Fresh(output, $"{step.Id}/output");
            return new Scope(machine, step, value, value).Test(accept)
                ? null
                : new Rejection($"The output was not accepted: {accept.Filter.Source.Trim()} is false.", AttemptWorth.Accept);
        }

        return task is CallPlanTask plan && PlanCheck.Problems(machine, plan, output) is { } problems ? new Rejection(problems, AttemptWorth.Schema) : null;
    }

    /// <summary>A failure in words, with its code.</summary>
    public static string InWords(AttemptOutcome outcome)
    {
        var message = outcome.Message ?? outcome.Kind switch
        {
            OutcomeKind.RateLimited => "the agent hit a limit",
            OutcomeKind.Refused => "the agent refused",
            OutcomeKind.AskHuman => "the agent wants a decision",
            _ => "the agent gave no reason",
        };
        return Limits.Clip(outcome.Code is { } code ? $"{code}: {message}" : message);
    }

    /// <summary>The error a step fails with.</summary>
    public static WorkflowError Error(AttemptOutcome outcome, string agent, string task)
    {
        var (type, status, title) = outcome.Kind switch
        {
            OutcomeKind.InvalidOutput => (ErrorTypes.Validation, 422, "The agent's output was rejected"),
            OutcomeKind.Refused => (ErrorTypes.Authorization, 403, "The agent refused"),
            OutcomeKind.Transient or OutcomeKind.RateLimited => (ErrorTypes.Communication, 503, "The agent did not succeed"),
            _ => (ErrorTypes.Runtime, 500, "The agent failed"),
        };
        var code = outcome.Kind == OutcomeKind.InvalidOutput ? InvalidOutput : outcome.Code;
        return new WorkflowError(type, status, title, outcome.Message is null ? null : Limits.Clip(outcome.Message), task, code, agent);
    }
}
