using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Chat;

/// <summary>Adds up what the model calls of one attempt used. Safe for concurrent calls.</summary>
internal sealed class UsageMeter
{
    internal const string CostProperty = "agentbus.costUsd";

    private readonly Lock gate = new();
    private readonly List<string> models = [];
    private AttemptUsage total = new();

    public void Add(ChatResponse response)
    {
        lock (gate)
        {
            total = total with
            {
                CostUsd = total.CostUsd + CostOf(response),
                InputTokens = total.InputTokens + (response.Usage?.InputTokenCount ?? 0),
                OutputTokens = total.OutputTokens + (response.Usage?.OutputTokenCount ?? 0),
                ModelCalls = total.ModelCalls + 1,
            };
            if (response.ModelId is { } model && !models.Contains(model))
            {
                models.Add(model);
            }
        }
    }

    /// <summary>Null when no model was called.</summary>
    public AttemptUsage? Total()
    {
        lock (gate)
        {
            return total.ModelCalls == 0 ? null : total with { Models = [.. models] };
        }
    }

    private static decimal CostOf(ChatResponse response) =>
        response.AdditionalProperties?.TryGetValue(CostProperty, out var value) != true ? 0 : value switch
        {
            decimal cost => cost,
            double cost => (decimal)cost,
            JsonElement { ValueKind: JsonValueKind.Number } cost => cost.GetDecimal(),
            string text when decimal.TryParse(text, CultureInfo.InvariantCulture, out var cost) => cost,
            _ => 0,
        };
}
