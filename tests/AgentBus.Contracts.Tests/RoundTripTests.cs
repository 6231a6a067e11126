using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Contracts.Tests;

/// <summary>What is written is what is read.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<string> Text =
        ArbMap.Default.GeneratorFor<string?>().Select(text => string.Concat((text ?? "").Where(letter => !char.IsSurrogate(letter))));

    private static readonly Gen<decimal> Money = Gen.Choose(0, 1_000_000).Select(micros => micros / 1_000_000m);

    private static readonly Gen<DateTimeOffset> Time =
        Gen.Choose(0, int.MaxValue).Select(seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(seconds % 10_000_000));

    [Fact]
    public void A_result_survives_the_wire()
    {
        var results =
            from tenant in Text
            from run in ArbMap.Default.GeneratorFor<Guid>()
            from step in Text
            from attempt in Gen.Choose(1, 100)
            from kind in Gen.Elements(Enum.GetValues<AgentResultKind>())
            from message in Text
            from cost in Money
            from tokens in Gen.Choose(0, int.MaxValue)
            from after in Gen.Choose(0, 100_000)
            from started in Time
            select new AttemptFinished(
                tenant, run, step, attempt, "research", "1.4.0", "host/1", kind,
                kind == AgentResultKind.Done ? JsonSerializer.SerializeToElement(message, JsonSerializerOptions.Web) : null,
                kind == AgentResultKind.Done ? null : new AgentFailure("code", message, message),
                after / 10.0, new AttemptUsage(cost, tokens, tokens / 2, 3, ["small"]), started, started.AddMilliseconds(after), null,
                [new AnswerJudgement(run, 0.25)]);

        Prop.ForAll(results.ToArbitrary(), result => Same(result)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_dispatch_survives_the_wire()
    {
        var dispatches =
            from tenant in Text
            from run in ArbMap.Default.GeneratorFor<Guid>()
            from step in Text
            from attempt in Gen.Choose(1, 100)
            from input in Text
            from deadline in Time
            from cost in Money
            from bare in ArbMap.Default.GeneratorFor<bool>()
            select new DispatchAttempt(
                tenant, run, step, attempt, "research", $"{run}{step}", new WorkflowRef("a", "b", "1.0.0"), "/do/0",
                JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["text"] = input }, JsonSerializerOptions.Web),
                bare ? null : deadline, bare ? null : "cost", bare ? null : cost, bare ? null : JsonElement.Parse("true"), bare ? null : input,
                Models: bare ? null : new AttemptModels(true, 0.5, tenant));

        Prop.ForAll(dispatches.ToArbitrary(), dispatch => Same(dispatch)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_record_with_nothing_but_what_it_needs_survives_the_wire()
    {
        var run = Guid.NewGuid();

        Same(new AttemptProgress("a", run, "/do/0#1", 1, "research", "host/1", "reading")).ShouldBeTrue();
        Same(new AttemptFinished("a", run, "/do/0#1", 1, "research", "1.0.0", "host/1", AgentResultKind.Done)).ShouldBeTrue();
        Same(new AttemptClaimed("a", run, "/do/0#1", 1, "research", "host/1")).ShouldBeTrue();
        Same(new WorkerHeartbeat("host/1", "research", "1.0.0", [], 1, 0, [])).ShouldBeTrue();
        Same(new CancelRun("a", run, run, "me")).ShouldBeTrue();
        Same(new DecideApproval("a", run, "/do/0#1", true, "me")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"tenant": "a"}""", "run")]
    [InlineData("""{"tenant": null, "run": "0199a1b2-0000-7000-8000-000000000001"}""", "tenant")]
    [InlineData("""{"tenant": "a", "run": "1"}""", "$.run")]
    public void A_record_without_a_member_or_with_a_wrong_one_is_refused_by_name(string json, string named) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json, ContractsJson.Default.StartRun)).Message.ShouldContain(named);

    [Fact]
    public void A_kind_is_a_word_and_never_a_number() =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<AgentResultKind>("1"));

    [Fact]
    public void Unknown_members_are_ignored_so_that_new_ones_may_come() =>
        JsonSerializer.Deserialize("""{"tenant": "a", "run": "0199a1b2-0000-7000-8000-000000000001", "new": {}}""", ContractsJson.Default.StartRun)!
            .Tenant.ShouldBe("a");

    private static bool Same<T>(T message)
    {
        var json = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)Wire.Json(typeof(T));
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message, json);
        return bytes.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(bytes, json)!, json));
    }
}
