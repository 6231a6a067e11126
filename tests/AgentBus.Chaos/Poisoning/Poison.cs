using System.Text;
using AgentBus.Contracts;

namespace AgentBus.Chaos.Poisoning;

/// <summary>A message that no consumer can handle.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Type">Its type header; null = none.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record Poison(string Kind, string? Type, byte[] Body, IReadOnlyDictionary<string, object?>? Headers = null)
{
    /// <summary>More than the limit of a message, less than that of the broker.</summary>
    private const int Large = 5_000_000;

    private const int Deep = 20_000;

    // Values of every kind that the protocol has, and one so large that together with our own they would be over its limit.
    private static readonly Dictionary<string, object?> BadHeaders = new()
    {
        ["huge"] = new string('x', 120_000), ["binary"] = new byte[] { 0xff, 0x00, 0xfe }, ["flag"] = true, ["none"] = null, ["number"] = long.MaxValue,
        ["table"] = new Dictionary<string, object?> { ["list"] = new List<object?> { 1, "a", null, new Dictionary<string, object?>() } },
        [WireHeaders.Run] = "no id", [WireHeaders.Tenant] = "\u0000", ["agentbus-dead-queue"] = "forged",
    };

    public bool IsLarge => Body.Length >= Large;

    /// <summary>Every queue that our services consume, with a type that its consumer knows.</summary>
    public static IReadOnlyList<(string Queue, string Type)> Targets(string agent, string version) =>
    [
        (Queues.Orchestrator, nameof(AttemptFinished)), (Queues.Registry, nameof(WorkerHeartbeat)), (Queues.Triggers, nameof(TenantEvent)),
        (Queues.Schedules, nameof(ScheduleDue)), (Queues.Memory, nameof(MemoryRequest)), (Queues.Agent(agent), nameof(DispatchAttempt)),
        (Queues.Agent(agent, version), nameof(DispatchAttempt)), (Queues.Lane(Queues.Agent(agent), Priorities.High), nameof(DispatchAttempt)),
    ];

    /// <summary>Everything that can be wrong with a message of this type.</summary>
    public static IReadOnlyList<Poison> Of(string type)
    {
        List<Poison> all =
        [
            new("malformed JSON", type, "{ \"run\": "u8.ToArray()),
            new("no text", type, [0xff, 0xfe, 0x00, 0x01]),
            new("nothing", type, []),
            new("JSON null", type, "null"u8.ToArray()),
            new("another record", type, "{\"number\": 1}"u8.ToArray()),
            new("unknown type", "NoSuchType", "{}"u8.ToArray()),
            new("no type", null, "{}"u8.ToArray()),
            new("5 MB", type, Encoding.UTF8.GetBytes($"{{\"text\": \"{new string('x', Large)}\"}}")),
            new("deep JSON", type, Encoding.UTF8.GetBytes($"{new string('[', Deep)}{new string(']', Deep)}")),
            new("bad headers", type, "{}"u8.ToArray(), BadHeaders),
        ];
        if (type == nameof(AttemptFinished))
        {
            all.Add(new Poison("a run that nobody knows", nameof(TimerFired), Encoding.UTF8.GetBytes($$"""{"tenant":"default","run":"{{Guid.Empty}}","timer":"t"}""")));
        }

        return all;
    }
}
