using System.Net;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Gateway.Tests.Memory;

public sealed class MemoryTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task Memories_are_listed_by_key_page_by_page_and_found_by_words()
    {
        var path = await RememberAsync("listed", ("a", "\"queues keep messages\""), ("b", "\"bees make honey\""), ("c", "\"queues of bees\""));
        using var client = host.Admin;

        var page = await (await client.GetAsync($"{path}?limit=2")).JsonAsync();
        page.GetProperty("items").EnumerateArray().Select(memory => memory.Text("key")).ShouldBe(["a", "b"]);
        page.GetProperty("items")[0].Text("value").ShouldBe("queues keep messages");
        page.GetProperty("items")[0].TryGetProperty("score", out _).ShouldBeFalse();
        var rest = await (await client.GetAsync($"{path}?limit=2&cursor={page.Text("next")}")).JsonAsync();
        rest.GetProperty("items").EnumerateArray().Select(memory => memory.Text("key")).ShouldBe(["c"]);
        rest.TryGetProperty("next", out _).ShouldBeFalse();

        var found = await (await client.GetAsync($"{path}?search=bees%20of%20queues")).JsonAsync();
        found.GetProperty("items")[0].Text("key").ShouldBe("c");
        found.GetProperty("items")[0].GetProperty("score").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task One_is_got_and_forgotten_by_a_key_with_slashes()
    {
        var path = await RememberAsync("kept", ("source:docs/queues.md", """{"trusted":true}"""), ("other", "1"), ("third", "2"));
        using var client = host.Admin;

        (await (await client.GetAsync($"{path}/keys/source:docs/queues.md")).JsonAsync()).GetProperty("value").GetProperty("trusted").GetBoolean().ShouldBeTrue();
        (await client.DeleteAsync($"{path}/keys/source:docs/queues.md")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync($"{path}/keys/source:docs/queues.md")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.DeleteAsync($"{path}/keys/source:docs/queues.md")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await client.DeleteAsync(path)).JsonAsync()).GetProperty("count").GetInt32().ShouldBe(2);
        (await (await client.GetAsync(path)).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_has_expired_is_not_shown()
    {
        var path = await RememberAsync("expiring", ("a", "1"));
        await new RunScript(host, "default", await RunAsync("expiring")).RememberAsync("b", "2", TimeProvider.System.GetUtcNow().AddMinutes(-1));
        using var client = host.Admin;

        (await (await client.GetAsync(path)).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await client.GetAsync($"{path}/keys/b")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_tenant_sees_and_forgets_nothing()
    {
        var path = await RememberAsync("secret", ("a", "1"));
        var stranger = await host.ClientAsync("elsewhere", "admin");

        (await (await stranger.GetAsync(path)).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await (await stranger.GetAsync($"{path}?search=1")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await stranger.GetAsync($"{path}/keys/a")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.DeleteAsync($"{path}/keys/a")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await stranger.DeleteAsync(path)).JsonAsync()).GetProperty("count").GetInt32().ShouldBe(0);
        using var client = host.Admin;
        (await client.GetAsync($"{path}/keys/a")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_viewer_reads_but_does_not_forget()
    {
        var path = await RememberAsync("viewed", ("a", "1"));
        var viewer = await host.ClientAsync("default", "viewer");

        (await viewer.GetAsync($"{path}/keys/a")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await viewer.DeleteAsync($"{path}/keys/a")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.GetAsync($"{path}/keys/a")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> RememberAsync(string workflow, params (string Key, string Value)[] memories)
    {
        var script = new RunScript(host, "default", await RunAsync(workflow));
        foreach (var (key, value) in memories)
        {
            await script.RememberAsync(key, value);
        }

        return $"/v1/memory/tests/{workflow}";
    }

    private async Task<Guid> RunAsync(string workflow)
    {
        using var client = host.Admin;
        await Samples.PutReadingAsync(client, workflow);
        return await Samples.StartAsync(client, workflow);
    }
}
