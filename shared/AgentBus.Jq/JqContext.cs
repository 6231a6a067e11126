namespace AgentBus.Jq;

/// <summary>What a program may know and use. Limits count work, not time, so that they are the same on every machine.</summary>
/// <param name="Now">What <c>now</c> answers; null = <c>now</c> is an error.</param>
/// <param name="MaxSteps">Evaluation steps before the program is ended.</param>
/// <param name="MaxBytes">Bytes of values made before the program is ended.</param>
public sealed record JqContext(DateTimeOffset? Now = null, long MaxSteps = 1_500_000, long MaxBytes = 48 * 1024 * 1024)
{
    internal static readonly JqContext Default = new();
}
