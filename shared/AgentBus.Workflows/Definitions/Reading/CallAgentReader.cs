using AgentBus.Jq;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>call: agent</c>. Without <c>input</c> the agent gets the task's own.</summary>
internal static class CallAgentReader
{
    private const string Regions = "region=";
    private static readonly string[] Arguments =
    [
        "agent", "input", "candidates", "fallback", "objective", "accept", "outputSchema", "cache", "circuitBreaker", "maxCostUsd", "priority", "models",
    ];

    public static CallAgentTask? Read(TaskNode task, Cursor with)
    {
        if (!with.IsObjectOf(Arguments))
        {
            return null;
        }

        var agent = with.Required("agent") is { } name ? AgentName.Read(name) : null;
        var input = with.Get("input") is { } given ? ExpressionReader.ReadTemplate(given) : Identity(with);
        var schema = with.Get("outputSchema");
        var read = new CallAgentTask(agent ?? "", input ?? Identity(with))
        {
            Name = task.Name,
            Path = task.At.Path,
            Candidates = with.Get("candidates") is { } list && list.Is(NodeKind.Array) ? [.. list.Items.Select(AgentName.Read).OfType<string>()] : [],
            Fallback = with.Get("fallback") is { } fallback ? AgentName.Read(fallback) : null,
            Objective = with.Get("objective")?.Word(Choices.Objective),
            Accept = with.Get("accept") is { } accept ? ExpressionReader.Read(accept) : null,
            OutputSchema = schema?.ToJson(),
            CompiledOutputSchema = schema is null ? null : DataReader.PlainSchema(schema),
            Cache = with.Get("cache") is { } cache ? Cache(cache) : null,
            CircuitBreaker = with.Get("circuitBreaker") is { } breaker ? Breaker(breaker) : null,
            MaxCostUsd = with.Get("maxCostUsd")?.Number(0),
            Priority = with.Get("priority")?.Word(Choices.Priority),
            Models = with.Get("models") is { } models ? Wishes(models) : null,
        };
        return agent is null || input is null ? null : read;
    }

    private static Template Identity(Cursor with)
    {
        JqFilter.TryCompile(".", out var identity, out _);
        var path = JsonPointer.Append(with.Path, "input");
        return new Template(new TemplateNode.Computed(new Expression(identity!, path)), path);
    }

    private static CacheSpec? Cache(Cursor at) =>
        at.IsObjectOf("key", "ttl")
        && at.Required("key") is { } key && ExpressionReader.ReadTemplate(key) is { } template
        && at.Required("ttl") is { } ttl && DurationReader.Read(ttl) is { } lifetime
            ? new CacheSpec(template, lifetime)
            : null;

    private static ModelWishes? Wishes(Cursor at) => at.IsObjectOf("explore", "minQuality", "dataPolicy")
        ? new ModelWishes(at.Get("explore")?.Flag() ?? false, (double?)at.Get("minQuality")?.Number(0, 1), at.Get("dataPolicy") is { } policy ? DataPolicy(policy) : null)
        : null;

    private static string? DataPolicy(Cursor at)
    {
        if (at.Text() is not { } policy || policy is "any" or "local-only" || (policy.StartsWith(Regions, StringComparison.Ordinal) && policy.Length > Regions.Length))
        {
            return at.Text();
        }

        at.Report($"{at.Label} is '{policy}'. Give any, local-only, or regions such as region=eu,ch.");
        return null;
    }

    private static CircuitBreakerSpec? Breaker(Cursor at) =>
        at.IsObjectOf("failureRatio", "minimumThroughput", "samplingDuration", "breakDuration")
            ? new CircuitBreakerSpec(
                (double)(at.Get("failureRatio")?.Number(0, 1) ?? 0.5m),
                (int)(at.Get("minimumThroughput")?.Integer(1, int.MaxValue) ?? 10),
                at.Get("samplingDuration") is { } sampling ? DurationReader.Read(sampling) ?? default : TimeSpan.FromMinutes(1),
                at.Get("breakDuration") is { } pause ? DurationReader.Read(pause) ?? default : TimeSpan.FromSeconds(30))
            : null;
}
