using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>What a scripted agent is asked.</summary>
/// <param name="Order">The attempt as the orchestrator would send it.</param>
public sealed record AgentCall(AttemptOrder Order)
{
    /// <summary>The step's input.</summary>
    public JsonElement Input => Order.Input;

    /// <summary>1 for the first try of a step.</summary>
    public int Attempt => Order.Attempt;

    /// <summary>Why the output of the attempt before was rejected, or what a person answered; null otherwise.</summary>
    public string? Feedback => Order.Feedback;

    /// <summary>The input as a type; member names in camelCase.</summary>
    public T InputAs<T>() => Input.Deserialize<T>(JsonSerializerOptions.Web)
        ?? throw new InvalidOperationException($"The input of step {Order.Step} is null.");
}
