using System.Text.Json;
using AgentBus.Models.Answers;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Cache;

/// <summary>Answers on their way into the store and back.</summary>
internal static class KeptAnswer
{
    /// <summary>A longer one is not worth its room.</summary>
    private const int MaxCharacters = 1_000_000;

    /// <summary>Null for what must not serve another call: one that asks for something to be done, one that was cut off or withheld, none at all.</summary>
    public static StoredAnswer? Of(ChatAnswer answer, string? shape, DateTimeOffset now)
    {
        var response = answer.Response;
        if (response.Messages.SelectMany(message => message.Contents).Any(content => content is FunctionCallContent)
            || !(response.FinishReason is null || response.FinishReason == ChatFinishReason.Stop)
            || response.Text.Length == 0)
        {
            return null;
        }

        var json = JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);
        return json.Length > MaxCharacters ? null : new StoredAnswer(answer.Model, answer.Provider, answer.Reason, answer.CostUsd, json) { Decision = answer.Decision, Shape = shape, At = now };
    }

    /// <summary>What a call gets that is served by a kept answer: it costs nothing.</summary>
    public static ChatAnswer Serve(StoredAnswer kept, CacheUse use, Guid decision, TimeSpan latency) => new(
        JsonSerializer.Deserialize<ChatResponse>(kept.ResponseJson, AIJsonUtilities.DefaultOptions)!, kept.Model, kept.Provider, Why(kept, use), 0, latency)
    { Cache = use, Decision = decision };

    public static string Why(StoredAnswer kept, CacheUse use) =>
        $"the answer of {kept.At:u} to {(use == CacheUse.Near ? "nearly the same words" : "the same request")}; then: {kept.Reason}";
}
