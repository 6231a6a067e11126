namespace AgentBus.Models.Telemetry;

/// <summary>Names of the OpenTelemetry GenAI conventions (semantic-conventions-genai, state of September 2026, still "Development"): all in this file, so that a rename is one change.</summary>
internal static class GenAi
{
    public const string Source = "AgentBus.Models";

    public const string OperationName = "gen_ai.operation.name";
    public const string Chat = "chat";
    public const string ProviderName = "gen_ai.provider.name";
    public const string ConversationId = "gen_ai.conversation.id";
    public const string AgentName = "gen_ai.agent.name";
    public const string WorkflowName = "gen_ai.workflow.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string RequestTemperature = "gen_ai.request.temperature";
    public const string RequestTopP = "gen_ai.request.top_p";
    public const string RequestSeed = "gen_ai.request.seed";
    public const string RequestStream = "gen_ai.request.stream";
    public const string RequestStop = "gen_ai.request.stop_sequences";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseId = "gen_ai.response.id";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string TimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string OutputType = "gen_ai.output.type";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string CachedInputTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string TokenType = "gen_ai.token.type";
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    // Not yet in the conventions (their pull request 443), so only where Models:CostInSpans asks for them: on the tries, which are what is paid for.
    public const string CostAmount = "gen_ai.usage.cost.amount";
    public const string CostCurrency = "gen_ai.usage.cost.currency";
    public const string CostSource = "gen_ai.usage.cost.source";

    // Ours.
    public const string RoutePolicy = "agentbus.route.policy";
    public const string RouteVersion = "agentbus.route.version";
    public const string RouteArm = "agentbus.route.arm";
    public const string RoutePropensity = "agentbus.route.propensity";
    public const string RouteReason = "agentbus.route.reason";
    public const string RouteExplore = "agentbus.route.explore";
    public const string RouteDecision = "agentbus.route.decision";
    public const string Try = "agentbus.attempt";
    public const string CacheHit = "agentbus.cache.hit";
    public const string Cost = "agentbus.cost.usd";
    public const string Tenant = "agentbus.tenant";
    public const string Step = "agentbus.step";
    public const string StepType = "agentbus.step.type";

    public const string DurationMetric = "gen_ai.client.operation.duration";
    public const string FirstChunkMetric = "gen_ai.client.operation.time_to_first_chunk";
    public const string ChunkMetric = "gen_ai.client.operation.time_per_output_chunk";
    public const string TokenMetric = "gen_ai.client.token.usage";
    public const string CostMetric = "agentbus.models.cost";

    /// <summary>Buckets the conventions give for the duration, in seconds.</summary>
    public static readonly double[] DurationBuckets = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>Buckets the conventions give for the time to and between pieces of a stream, in seconds.</summary>
    public static readonly double[] ChunkBuckets = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Buckets the conventions give for token counts.</summary>
    public static readonly long[] TokenBuckets = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
}
