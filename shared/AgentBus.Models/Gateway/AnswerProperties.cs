using AgentBus.Models.Cache;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Names under which a <see cref="ChatAnswer"/> lies in <see cref="ChatResponse.AdditionalProperties"/>.</summary>
public static class AnswerProperties
{
    /// <summary>Name of the model, a string.</summary>
    public const string Model = "agentbus.model";

    /// <summary>Name of the provider, a string.</summary>
    public const string Provider = "agentbus.provider";

    /// <summary>Why that model, a string.</summary>
    public const string Reason = "agentbus.reason";

    /// <summary>Cost in US dollars, a decimal.</summary>
    public const string CostUsd = "agentbus.costUsd";

    /// <summary>Milliseconds, a double.</summary>
    public const string LatencyMs = "agentbus.latencyMs";

    /// <summary>Whether the answer was kept from an earlier attempt, a bool.</summary>
    public const string Repeated = "agentbus.repeated";

    /// <summary>Id of the decision, a Guid; missing when nothing was decided.</summary>
    public const string Decision = "agentbus.decision";

    /// <summary><c>hit</c>, <c>near</c> or <c>miss</c>; missing when the call was not to be served from the cache.</summary>
    public const string Cache = "agentbus.cache";

    internal static string? Word(CacheUse? use) => use switch
    {
        CacheUse.Hit => "hit",
        CacheUse.Near => "near",
        CacheUse.Miss => "miss",
        _ => null,
    };

    internal static ChatResponse AddTo(ChatAnswer answer)
    {
        answer.Response.AdditionalProperties = Add(answer, answer.Response.AdditionalProperties ?? []);
        return answer.Response;
    }

    internal static AdditionalPropertiesDictionary Add(ChatAnswer answer, AdditionalPropertiesDictionary properties)
    {
        properties[Model] = answer.Model;
        properties[Provider] = answer.Provider;
        properties[Reason] = answer.Reason;
        properties[CostUsd] = answer.CostUsd;
        properties[LatencyMs] = answer.Latency.TotalMilliseconds;
        properties[Repeated] = answer.Repeated;
        if (answer.Decision is { } decision)
        {
            properties[Decision] = decision;
        }

        if (Word(answer.Cache) is { } use)
        {
            properties[Cache] = use;
        }

        return properties;
    }
}
