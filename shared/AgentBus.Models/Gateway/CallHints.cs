using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>
/// What a caller tells the gateway about a call, beside the chat itself: members of <c>metadata</c> in an HTTP request,
/// of <see cref="ChatOptions.AdditionalProperties"/> in process.
/// </summary>
/// <param name="Task">Task for the extractive provider; see its README.</param>
/// <param name="IdempotencyKey">(run, step) of the caller: an equal request under the same key is answered from the store and not paid twice. HTTP also takes the header <c>Idempotency-Key</c>.</param>
/// <param name="Tenant">Whose call it is.</param>
public sealed record CallHints(string? Task = null, string? IdempotencyKey = null, string Tenant = CallHints.DefaultTenant)
{
    /// <summary>The tenant of a call that names none.</summary>
    public const string DefaultTenant = "default";

    /// <summary>Name of <see cref="Task"/>.</summary>
    public const string TaskKey = "agentbus_task";

    /// <summary>Name of <see cref="IdempotencyKey"/>.</summary>
    public const string IdempotencyKeyKey = "agentbus_idempotency_key";

    /// <summary>Name of <see cref="Tenant"/>.</summary>
    public const string TenantKey = "agentbus_tenant";

    /// <summary>Reads the hints of a call.</summary>
    public static CallHints Of(ChatOptions? options) => new(
        Text(options, TaskKey), Text(options, IdempotencyKeyKey), Text(options, TenantKey) ?? DefaultTenant);

    private static string? Text(ChatOptions? options, string key) =>
        options?.AdditionalProperties?.TryGetValue(key, out var value) == true && value?.ToString() is { Length: > 0 } text ? text : null;
}
