using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>What a scripted agent answers.</summary>
/// <param name="Outcome">How the attempt ends; null = nothing is ever heard of it.</param>
/// <param name="After">How long it takes on the test's clock.</param>
/// <param name="LosesLease">Whether the worker dies after that time instead of answering.</param>
public sealed record AgentReply(AttemptOutcome? Outcome, TimeSpan After = default, bool LosesLease = false)
{
    /// <summary>The output, serialised with member names in camelCase.</summary>
    public static AgentReply Done(object? output) =>
        new(new AttemptOutcome(OutcomeKind.Done, output is JsonElement json ? json : JsonSerializer.SerializeToElement(output, JsonSerializerOptions.Web)));

    /// <summary>Trying again may help.</summary>
    public static AgentReply Transient(string message, string? code = null) => Failed(OutcomeKind.Transient, message, code);

    /// <summary>A limit was hit that resets after this time.</summary>
    public static AgentReply RateLimited(TimeSpan retryAfter) => new(new AttemptOutcome(OutcomeKind.RateLimited, RetryAfter: retryAfter));

    /// <summary>The agent itself found its output wrong.</summary>
    public static AgentReply InvalidOutput(string message) => Failed(OutcomeKind.InvalidOutput, message, null);

    public static AgentReply Refused(string message) => Failed(OutcomeKind.Refused, message, null);

    /// <summary>Trying again cannot help.</summary>
    public static AgentReply Permanent(string message, string? code = null) => Failed(OutcomeKind.Permanent, message, code);

    /// <summary>A person has to decide.</summary>
    public static AgentReply AskHuman(string question) => Failed(OutcomeKind.AskHuman, question, null);

    /// <summary>The worker dies: its lease is lost after this time.</summary>
    public static AgentReply Dies(TimeSpan? after = null) => new(null, after ?? TimeSpan.FromSeconds(30), LosesLease: true);

    /// <summary>No answer ever comes.</summary>
    public static AgentReply Silence() => new(Outcome: null);

    /// <summary>The same, after this time on the test's clock.</summary>
    public AgentReply Taking(TimeSpan time) => this with { After = time };

    /// <summary>The same, at a price.</summary>
    public AgentReply Costing(decimal usd, long tokens = 0) =>
        Outcome is null ? this : this with { Outcome = Outcome with { CostUsd = usd, Tokens = tokens } };

    private static AgentReply Failed(OutcomeKind kind, string message, string? code) => new(new AttemptOutcome(kind, Code: code, Message: message));
}
