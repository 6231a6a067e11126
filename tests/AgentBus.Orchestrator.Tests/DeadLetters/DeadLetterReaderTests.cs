using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.DeadLetters;
using AgentBus.Storage.DeadLetters;
using AgentBus.TestKit.Time;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Orchestrator.Tests.DeadLetters;

public sealed class DeadLetterReaderTests
{
    private const string Deaths =
        """[{"queue":"agentbus.agent.killer","reason":"delivery_limit","time":1767268800,"count":1},{"queue":"older","reason":"expired","time":1,"count":1}]""";

    private static readonly Guid Run = Guid.NewGuid();
    private static readonly string Id = Guid.NewGuid().ToString();
    private static readonly ManualClock Clock = new();

    [Fact]
    public void What_a_service_gave_up_tells_where_why_and_whose_it_was()
    {
        var letter = Read(Moved("agentbus.orchestrator", ("agentbus-type", "TimerFired"), ("agentbus-tenant", "acme"), ("agentbus-run", $"{Run}"), ("x", "y")));

        (letter.Queue, letter.MessageId, letter.Reason, letter.Error, letter.Exception, letter.Deliveries, letter.Type, letter.Tenant, letter.Run)
            .ShouldBe(("agentbus.orchestrator", Id, "failed", "no", "System.Exception", 3, "TimerFired", "acme", Run));
        (letter.FailedAt, letter.ContentType, letter.HoldsRun).ShouldBe((DateTimeOffset.UnixEpoch, "text/x", true));
        letter.Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}={header.Value}")
            .ShouldBe([$"agentbus-run={Run}", "agentbus-tenant=acme", "x=y"]);
    }

    [Fact]
    public void What_the_broker_gave_up_tells_by_its_newest_death()
    {
        var letter = Read(new() { ["MessageId"] = Id, ["x-death"] = Deaths, ["x-delivery-count"] = "11", ["agentbus-type"] = "X" });

        (letter.Queue, letter.MessageId, letter.Reason, letter.Deliveries, letter.ContentType, letter.FailedAt)
            .ShouldBe(("agentbus.agent.killer", Id, "delivery_limit", 11, "application/json", DateTimeOffset.FromUnixTimeSeconds(1767268800)));
        letter.Error.ShouldNotBeNull().ShouldContain("every consumer died");
        letter.Headers.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_message_is_the_same_letter_and_another_queue_makes_another()
    {
        var one = Read(Moved("agentbus.registry"));

        Read(Moved("agentbus.registry", ("agentbus-dead-at", "2026-05-05T00:00:00Z"), ("agentbus-dead-deliveries", "9"))).Id.ShouldBe(one.Id);
        Read(Moved("agentbus.memory")).Id.ShouldNotBe(one.Id);
    }

    [Fact]
    public void A_replayed_message_is_known_as_its_letter_whatever_its_id_is_now()
    {
        var of = Guid.NewGuid();

        var letter = Read(Moved("agentbus.registry", ("agentbus-replay-of", $"{of}"), ("agentbus-replay", "2")));

        (letter.Id, letter.Replays).ShouldBe((of, 2));
        letter.Headers.ShouldBeEmpty();
    }

    [Fact]
    public void A_message_without_headers_is_told_by_the_members_of_its_body()
    {
        var letter = Read(Moved("agentbus.orchestrator"), $$"""{"tenant":"acme","run":"{{Run}}"}""");

        (letter.Tenant, letter.Run, letter.HoldsRun).ShouldBe(("acme", Run, true));
    }

    [Fact]
    public void Something_published_to_the_dead_letters_by_somebody_is_kept_too()
    {
        var letter = Read([]);

        (letter.Queue, letter.Reason, letter.Tenant, letter.Run, letter.HoldsRun).ShouldBe(("agentbus.dead-letters", "unknown", "", null, false));
        letter.MessageId.Length.ShouldBe(32);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"reason":"x"}]""")]
    [InlineData("""[{"queue":1,"reason":"x"}]""")]
    [InlineData("""[{"queue":null,"reason":"x"}]""")]
    [InlineData("""[{"queue":"","reason":"x"}]""")]
    [InlineData("""[{"queue":"q","reason":""}]""")]
    public void A_forged_list_of_deaths_is_passed_over(string deaths) => Read(new() { ["x-death"] = deaths }).Reason.ShouldBe("unknown");

    [Fact]
    public void Of_a_body_that_is_too_large_the_beginning_is_kept_and_its_size_is_told()
    {
        var letter = (DeadLetterRow)new DeadLetterReader(Clock).Read(null, Moved("q"), new byte[DeadLetterReader.MaxBody + 1]);

        (letter.Body.Length, letter.BodyBytes).ShouldBe((DeadLetterReader.MaxBody, DeadLetterReader.MaxBody + 1));
    }

    [Fact]
    public void A_lost_attempt_is_a_transient_failure_to_its_run_and_holds_nothing()
    {
        var dispatch = new DispatchAttempt(
            "acme", Run, "/do/0/x#1", 2, "killer", "key", new WorkflowRef("n", "w", "1.0.0"), "/do/0/x", JsonElement.Parse("{}"));
        var body = JsonSerializer.Serialize(dispatch, ContractsJson.Default.DispatchAttempt);
        var headers = new Dictionary<string, string>
        {
            ["MessageId"] = Id, ["x-death"] = Deaths, ["agentbus-type"] = nameof(DispatchAttempt), ["agentbus-run"] = $"{Run}", ["agentbus-tenant"] = "acme",
        };

        var letter = Read(headers, body);

        letter.HoldsRun.ShouldBeFalse();
        var message = LostAttempt.Message(LostAttempt.Of(letter)!, letter, Clock.GetUtcNow());
        message.Exchange.ShouldBe("agentbus.orchestrator");
        var told = JsonSerializer.Deserialize(message.Body.Span, ContractsJson.Default.AttemptFinished)!;
        (told.Tenant, told.Run, told.Step, told.Attempt, told.Agent, told.Kind).ShouldBe(("acme", Run, "/do/0/x#1", 2, "killer", AgentResultKind.Transient));
        told.Failure!.Code.ShouldBe("dead-letter");
        LostAttempt.Message(LostAttempt.Of(letter)!, letter with { Replays = 1 }, Clock.GetUtcNow()).MessageId.ShouldNotBe(message.MessageId);
        Read(headers, "not a dispatch").HoldsRun.ShouldBeTrue("nobody can tell the run which attempt it lost");
    }

    [Fact]
    public void Whatever_comes_is_read_into_what_every_store_takes() => Prop.ForAll<Dictionary<string, string>, byte[], string>(Takes).QuickCheckThrowOnFailure();

    private static void Takes(Dictionary<string, string> headers, byte[] body, string text)
    {
        headers["x-death"] = text;
        headers["agentbus-dead-queue"] = text;
        headers["agentbus-dead-message-id"] = text;
        headers["agentbus-tenant"] = text;
        var given = headers.Where(header => header.Value is not null).ToDictionary();

        var letter = (DeadLetterRow)new DeadLetterReader(Clock).Read(text, given, body);

        letter.Queue.ShouldNotBeEmpty();
        letter.Reason.ShouldNotBeEmpty();
        string?[] texts = [letter.Queue, letter.MessageId, letter.Type, letter.Tenant, letter.ContentType, letter.Reason, letter.Error, letter.Exception];
        texts.ShouldAllBe(one => one == null || (!one.Contains('\0') && one == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(one))));
    }

    private static DeadLetterRow Read(Dictionary<string, string> headers, string body = "{}") =>
        (DeadLetterRow)new DeadLetterReader(Clock).Read("application/json", headers, Encoding.UTF8.GetBytes(body));

    private static Dictionary<string, string> Moved(string queue, params (string Name, string Value)[] more)
    {
        var headers = new Dictionary<string, string>
        {
            ["RabbitMQ-ExchangeName"] = "agentbus.dead-letters", ["MessageId"] = Guid.NewGuid().ToString(), ["agentbus-dead-queue"] = queue,
            ["agentbus-dead-reason"] = "failed", ["agentbus-dead-at"] = "1970-01-01T00:00:00Z", ["agentbus-dead-message"] = "no",
            ["agentbus-dead-exception"] = "System.Exception", ["agentbus-dead-deliveries"] = "3", ["agentbus-dead-message-id"] = Id,
            ["agentbus-dead-content-type"] = "text/x",
        };
        foreach (var (name, value) in more)
        {
            headers[name] = value;
        }

        return headers;
    }
}
