using System.Security.Cryptography;
using System.Text.Json;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;

namespace AgentBus.Workflows.Execution.Plans;

/// <summary>A plan as a definition: named after the workflow and its own content, held to what the run lends it.</summary>
internal static class PlanDocument
{
    private const string Version = "1.0.0";
    private const int NameLength = 40;

    /// <summary>The definition's key and text.</summary>
    /// <param name="machine">The decision.</param>
    /// <param name="plan"><c>{do: [...]}</c>.</param>
    /// <param name="lent">What the run of the plan may spend; null = as much as it likes.</param>
    public static (DefinitionKey Key, JsonElement Document) Of(Machine machine, JsonElement plan, BudgetLimits? lent)
    {
        var parent = machine.Definition.Key;
        var content = Json.Object(writer => Write(writer, plan, lent));
        var hash = Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(content)).AsSpan(0, 6));
        var name = $"{parent.Name[..Math.Min(NameLength, parent.Name.Length)].TrimEnd('-')}-plan-{hash}";
        var document = Json.Object(writer =>
        {
            writer.WriteStartObject("document");
            writer.WriteString("dsl", "1.0.3");
            writer.WriteString("namespace", parent.Namespace);
            writer.WriteString("name", name);
            writer.WriteString("version", Version);
            if (lent is not null)
            {
                writer.WriteStartObject("metadata");
                writer.WriteStartObject("agentbus");
                writer.Member("budget", content.GetProperty("budget"));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.Member("do", content.GetProperty("do"));
        });
        return (new DefinitionKey(parent.Namespace, name, Version), document);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement plan, BudgetLimits? lent)
    {
        writer.Member("do", plan.GetProperty("do"));
        if (lent is null)
        {
            return;
        }

        writer.WriteStartObject("budget");
        if (lent.CostUsd is { } usd)
        {
            writer.WriteNumber("maxCostUsd", usd);
        }

        if (lent.Tokens is { } tokens)
        {
            writer.WriteNumber("maxTokens", tokens);
        }

        writer.WriteString("onExceed", "stop");
        writer.WriteEndObject();
    }
}
