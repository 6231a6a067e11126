using System.Net;
using System.Net.Http.Json;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway.Tests.Parked;

public sealed class ParkedTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Parked_messages_are_listed_page_by_page_and_one_that_is_released_is_sent_again()
    {
        var run = Guid.NewGuid();
        Guid[] ids = [await ParkAsync(run), await ParkAsync(run), await ParkAsync(run)];
        using var client = host.Admin;

        var page = await (await client.GetAsync($"/v1/parked-messages?run={run}&limit=2")).JsonAsync();
        var rest = await (await client.GetAsync($"/v1/parked-messages?run={run}&limit=2&cursor={page.Text("next")}")).JsonAsync();
        var listed = page.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).ToList();
        listed.Select(message => message.GetProperty("id").GetGuid()).ShouldBe(ids, ignoreOrder: true);
        listed.ShouldAllBe(message => message.Text("lastError") == "too large" && message.Text("exchange") == "agentbus.agent.x");

        (await client.PostAsync($"/v1/parked-messages/{ids[0]}/release", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PostAsync($"/v1/parked-messages/{ids[0]}/release", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await DueAsync()).ShouldContain(ids[0]);
        (await DueAsync()).ShouldNotContain(ids[1]);
    }

    [Fact]
    public async Task A_discard_needs_a_reason_and_deletes_it()
    {
        var run = Guid.NewGuid();
        var id = await ParkAsync(run);
        using var client = host.Admin;

        (await client.PostAsJsonAsync($"/v1/parked-messages/{id}/discard", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync($"/v1/parked-messages/{id}/discard", new { reason = "a test" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PostAsJsonAsync($"/v1/parked-messages/{id}/discard", new { reason = "a test" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await (await client.GetAsync($"/v1/parked-messages?run={run}")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await DueAsync()).ShouldNotContain(id);
    }

    [Fact]
    public async Task Another_tenant_and_a_viewer_release_nothing()
    {
        var run = Guid.NewGuid();
        var id = await ParkAsync(run);
        var (viewer, stranger) = (await host.ClientAsync("default", "viewer"), await host.ClientAsync("elsewhere", "admin"));

        (await (await stranger.GetAsync($"/v1/parked-messages?run={run}")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await stranger.PostAsync($"/v1/parked-messages/{id}/release", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await viewer.PostAsync($"/v1/parked-messages/{id}/release", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await viewer.GetAsync($"/v1/parked-messages?run={run}")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    private async Task<Guid> ParkAsync(Guid run)
    {
        var row = new OutboxRow(Guid.NewGuid(), "agentbus.agent.x", "", "DispatchAttempt", "application/json", "{}"u8.ToArray(), Now);
        await host.Get<IOutboxStore>().AddAsync("default", run, [row], CancellationToken.None);
        await host.Get<IOutboxStore>().FailAsync(row.MessageId, "too large", null, CancellationToken.None);
        return row.MessageId;
    }

    private async Task<List<Guid>> DueAsync() =>
        [.. (await host.Get<IOutboxStore>().ClaimAsync(1000, TimeSpan.Zero, Now.AddMinutes(1), CancellationToken.None)).Select(message => message.Row.MessageId)];
}
