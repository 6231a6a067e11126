namespace AgentBus.Models.Gateway;

/// <summary>Names of the members of <see cref="CallHints"/>. As a header of an HTTP request: <c>AgentBus-Max-Cost-Usd</c> for <c>agentbus_max_cost_usd</c>.</summary>
public static class HintNames
{
    /// <summary>How every name starts.</summary>
    public const string Prefix = "agentbus_";

    /// <summary>A task of the extractive provider.</summary>
    public const string Task = "agentbus_task";

    /// <summary>A text; like every hint of up to 1,000 bytes.</summary>
    public const string IdempotencyKey = "agentbus_idempotency_key";

    /// <summary>A text.</summary>
    public const string Tenant = "agentbus_tenant";

    /// <summary>A GUID.</summary>
    public const string Run = "agentbus_run";

    /// <summary>A text.</summary>
    public const string Step = "agentbus_step";

    /// <summary>A text.</summary>
    public const string TaskPath = "agentbus_task_path";

    /// <summary>A number from 1.</summary>
    public const string Attempt = "agentbus_attempt";

    /// <summary>A text.</summary>
    public const string Agent = "agentbus_agent";

    /// <summary>A text.</summary>
    public const string Workflow = "agentbus_workflow";

    /// <summary>A text.</summary>
    public const string StepType = "agentbus_step_type";

    /// <summary><c>quality</c>, <c>cost</c>, <c>latency</c> or <c>balanced</c>.</summary>
    public const string Objective = "agentbus_objective";

    /// <summary>An instant of ISO 8601 with its offset, such as <c>2026-11-22T18:00:00Z</c>.</summary>
    public const string Deadline = "agentbus_deadline";

    /// <summary>US dollars, 0 or more.</summary>
    public const string MaxCostUsd = "agentbus_max_cost_usd";

    /// <summary>A number from 0 to 1.</summary>
    public const string MinQuality = "agentbus_min_quality";

    /// <summary><c>any</c>, <c>local-only</c>, or regions such as <c>region=eu,ch</c>.</summary>
    public const string DataPolicy = "agentbus_data_policy";

    /// <summary>Name of a model.</summary>
    public const string StrongerThan = "agentbus_stronger_than";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public const string Rejected = "agentbus_rejected";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public const string MayExplore = "agentbus_may_explore";

    /// <summary>A text; answers to other versions of the step are not used again.</summary>
    public const string StepVersion = "agentbus_step_version";

    /// <summary><c>off</c>, <c>exact</c> or <c>near</c>.</summary>
    public const string Cache = "agentbus_cache";
}
