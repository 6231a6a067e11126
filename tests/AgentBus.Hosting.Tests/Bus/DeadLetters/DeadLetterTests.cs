using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Bus.DeadLetters;

namespace AgentBus.Hosting.Tests.Bus.DeadLetters;

public sealed class DeadLetterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_keeps_body_id_type_and_headers_and_says_why()
    {
        var id = Guid.NewGuid();
        var incoming = Given(id.ToString(), new() { ["agentbus-type"] = "Ping", ["agentbus-tenant"] = "acme", ["MessageId"] = "x", ["x-delivery-count"] = "2" });

        var letter = DeadLetter.Of(incoming, "agentbus.q", "failed", new InvalidOperationException("no", new TimeoutException("late")), Now);

        (letter.MessageId, letter.Exchange, letter.RoutingKey, letter.Type).ShouldBe((id, "agentbus.dead-letters", "", "Ping"));
        letter.Body.ToArray().ShouldBe(incoming.Body.ToArray());
        letter.Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}={header.Value}").ShouldBe(
        [
            "agentbus-dead-at=2026-03-01T12:00:00.0000000+00:00", "agentbus-dead-content-type=text/x; bad", "agentbus-dead-deliveries=3",
            "agentbus-dead-exception=System.TimeoutException", "agentbus-dead-message=late", $"agentbus-dead-message-id={id}",
            "agentbus-dead-queue=agentbus.q", "agentbus-dead-reason=failed", "agentbus-tenant=acme",
        ]);
    }

    [Fact]
    public void A_message_without_a_proper_id_gets_the_same_one_each_time_and_another_than_its_neighbour()
    {
        var one = Of(Given(null)).MessageId;

        one.ShouldBe(Of(Given(null)).MessageId);
        Of(Given("order-7")).MessageId.ShouldNotBe(one);
        Of(Given(null) with { Body = "other"u8.ToArray() }).MessageId.ShouldNotBe(one);
        Of(Given("order-7")).Headers["agentbus-dead-message-id"].ShouldBe("order-7");
        Of(Given(null)).Headers.ContainsKey("agentbus-dead-message-id").ShouldBeFalse();
    }

    [Fact]
    public void A_long_exception_is_cut()
    {
        var letter = DeadLetter.Of(Given(null), "q", "failed", new InvalidOperationException(new string('x', 200_000)), Now);

        letter.Headers["agentbus-dead-message"].Length.ShouldBe(2_048);
    }

    [Fact]
    public void Of_headers_that_are_too_large_together_the_largest_are_left_out()
    {
        var letter = Of(Given(null, new() { ["big"] = new string('x', 60_000), ["small"] = "y", ["bigger"] = new string('x', 61_000) }));

        letter.Headers.Keys.Where(name => !name.StartsWith("agentbus-dead-", StringComparison.Ordinal)).ShouldBe(["small", "big"]);
    }

    private static OutgoingMessage Of(Incoming incoming) => DeadLetter.Of(incoming, "q", "unreadable", null, Now);

    private static Incoming Given(string? id, Dictionary<string, string>? headers = null) =>
        new(id, "text/x; bad", headers ?? [], "body"u8.ToArray(), 3);
}
