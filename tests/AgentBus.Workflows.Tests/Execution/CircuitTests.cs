using AgentBus.Testing;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Tests.Execution;

public sealed class CircuitTests
{
    private const string Broken = """
        do:
          - work: { call: agent, with: { agent: first, candidates: [second], circuitBreaker: { minimumThroughput: 5, breakDuration: PT40S } } }
        """;

    [Fact]
    public void An_open_circuit_goes_on_to_the_next_candidate_with_its_reason()
    {
        var run = Workflow.Host(Broken).Circuits("first", now => Open(now, "1.0.0"))
            .Agent("first", _ => AgentReply.Done(1)).Agent("second", _ => AgentReply.Done(2)).Run();

        run.Output.ShouldBeJson("2");
        run.Dispatched.Single().Agent.ShouldBe("second");
        run.History.Single(entry => entry.Type == "agent.switched").Data.GetProperty("reason").GetString().ShouldBe("first: circuit open, so second is asked");
    }

    [Fact]
    public void A_version_whose_circuit_is_closed_is_asked_instead()
    {
        var run = Workflow.Host(Broken)
            .Circuits("first", now => new AgentCircuits([.. Open(now, "2.0.0").Versions, new VersionCircuit("1.0.0", CircuitKind.Closed, null)]))
            .Agent("first", _ => AgentReply.Done(1)).Run();

        (run.Dispatched.Single().Agent, run.Dispatched.Single().Version).ShouldBe(("first", "1.0.0"));
    }

    [Fact]
    public void With_nobody_else_the_step_waits_until_it_may_be_tried_and_counts_no_attempt()
    {
        var host = Workflow.Host("do: [ { work: { call: agent, with: { agent: first, circuitBreaker: { breakDuration: PT40S } } } } ]");
        var opened = host.StartsAt;
        host.Circuits("first", now => now < opened.AddSeconds(40) ? Open(opened, "1.0.0") : new AgentCircuits([]));
        var run = host.Agent("first", _ => AgentReply.Done(1)).Start();

        run.Status.ShouldBe(RunStatus.Waiting);
        run.Step("work").Reason.ShouldNotBeNull().ShouldStartWith("first: circuit open, tried again in ");
        run.Continue();
        run.Status.ShouldBe(RunStatus.Completed);
        run.Dispatched.Single().Attempt.ShouldBe(1);
        (run.Now - opened).ShouldBeInRange(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(44));
    }

    [Fact]
    public void Closed_or_half_open_circuits_are_not_in_the_way()
    {
        var run = Workflow.Host(Broken).Circuits("first", _ => new AgentCircuits([new VersionCircuit("1.0.0", CircuitKind.HalfOpen, null)]))
            .Agent("first", _ => AgentReply.Done(1)).Run();

        run.Dispatched.Single().Version.ShouldBeNull();
    }

    private static AgentCircuits Open(DateTimeOffset now, string version) =>
        new([new VersionCircuit(version, CircuitKind.Open, now.AddSeconds(40))]);
}
