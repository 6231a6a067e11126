using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Chat;

/// <summary>Between the chat types of .NET and the wire of the OpenAI chat API. Pure.</summary>
internal static class GatewayWire
{
    private const string Auto = "auto";

    public static GatewayRequest ToRequest(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var (key, value) in options?.AdditionalProperties ?? [])
        {
            if (key.StartsWith(CallProperties.Prefix, StringComparison.Ordinal) && value is not null)
            {
                metadata[key] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            }
        }

        var all = messages.Select(message => new GatewayMessage(message.Role.Value, message.Text)).ToList();
        if (options?.Instructions is { } instructions)
        {
            all.Insert(0, new GatewayMessage(ChatRole.System.Value, instructions));
        }

        return new GatewayRequest(
            options?.ModelId ?? Auto, all, options?.Temperature, options?.MaxOutputTokens, options?.StopSequences?.ToList(), options?.Seed,
            FormatOf(options?.ResponseFormat), metadata);
    }

    public static ChatResponse ToResponse(GatewayAnswer answer)
    {
        var choice = answer.Choices is [var first, ..] ? first : null;
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, choice?.Message?.Content ?? ""))
        {
            ResponseId = answer.Id,
            ModelId = answer.Model,
            FinishReason = choice?.FinishReason is { } reason ? new ChatFinishReason(reason) : null,
        };
        if (answer.Usage is { } usage)
        {
            response.Usage = new UsageDetails
            {
                InputTokenCount = usage.PromptTokens,
                OutputTokenCount = usage.CompletionTokens,
                TotalTokenCount = usage.PromptTokens + usage.CompletionTokens,
            };
        }

        if (answer.Agentbus is { ValueKind: JsonValueKind.Object } extras)
        {
            response.AdditionalProperties = [];
            foreach (var member in extras.EnumerateObject())
            {
                response.AdditionalProperties[$"agentbus.{member.Name}"] = member.Value.Clone();
            }
        }

        return response;
    }

    private static GatewayFormat? FormatOf(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => new GatewayFormat("json_schema", new GatewaySchema(json.SchemaName ?? "answer", schema)),
        ChatResponseFormatJson => new GatewayFormat("json_object"),
        _ => null,
    };
}
