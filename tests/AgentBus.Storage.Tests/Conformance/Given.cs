using System.Text;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Rows for tests.</summary>
internal static class Given
{
    public const string Tenant = "acme";

    /// <summary>In whole microseconds, which is what both databases keep.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, 123, 456, TimeSpan.Zero);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static NewRun NewRun(
        Guid? id = null, string tenant = Tenant, string name = "briefing", string version = "1.0.0", string input = """{"topic":"tea"}""",
        string? requestKey = null, DateTimeOffset? at = null)
    {
        var run = id ?? Guid.NewGuid();
        return new NewRun(
            run, tenant, "demo", name, version, Utf8(input), [1, 2, 3], requestKey, "key:alice", at ?? Now,
            Message(due: at ?? Now, type: "StartRun", body: $$"""{"run":"{{run}}"}"""));
    }

    public static OutboxRow Message(DateTimeOffset? due = null, string type = "DispatchAttempt", string body = "{}", string? timer = null) =>
        new(Guid.NewGuid(), "agentbus.orchestrator", "", type, "application/json", Utf8(body), due ?? Now, timer, "00-trace");

    public static StepRow Step(string step, string status = "Running", int attempt = 1, DateTimeOffset? endedAt = null) =>
        new(step, "/do/0/research", "research", "agent", status, attempt, "research", "1.4.0", Now, endedAt, 0.000000123m, 42, "why");

    public static WriteSet Set(Guid run, long version, string tenant = Tenant) => new()
    {
        Tenant = tenant, Run = run, ExpectedVersion = version, Status = "Running", EngineState = [9, 9], At = Now.AddSeconds(1),
    };

    public static ApprovalRow Approval(string step = "/do/1#1") =>
        new(Guid.NewGuid(), step, "/do/1", "Publish?", """{"draft":1}""", ["ann", "bob"], ["editors"], """{"type":"object"}""", Now.AddHours(1));
}
