namespace AgentBus.AgentSdk.Chat;

/// <summary>What a call tells the model gateway besides the chat: additional properties in process, <c>metadata</c> over HTTP.</summary>
internal static class CallProperties
{
    public const string Prefix = "agentbus_";
    public const string Task = "agentbus_task";
    public const string Tenant = "agentbus_tenant";
    public const string Run = "agentbus_run";
    public const string Step = "agentbus_step";
    public const string TaskPath = "agentbus_task_path";
    public const string Attempt = "agentbus_attempt";
    public const string Agent = "agentbus_agent";
    public const string StepType = "agentbus_step_type";
    public const string Deadline = "agentbus_deadline";
    public const string Workflow = "agentbus_workflow";
    public const string StepVersion = "agentbus_step_version";
    public const string IdempotencyKey = "agentbus_idempotency_key";
    public const string Objective = "agentbus_objective";
    public const string Rejected = "agentbus_rejected";
    public const string MayExplore = "agentbus_may_explore";
    public const string MinQuality = "agentbus_min_quality";
    public const string DataPolicy = "agentbus_data_policy";
    public const string MaxCostUsd = "agentbus_max_cost_usd";
}
