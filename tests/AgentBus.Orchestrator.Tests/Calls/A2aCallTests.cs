using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentBus.Orchestrator.Tests.Calls;

public sealed class A2aCallTests : IAsyncLifetime
{
    private readonly List<JsonObject> seen = [];
    private Outside outside = null!;

    public async Task InitializeAsync() => outside = await Outside.StartAsync(app =>
    {
        app.MapGet("/.well-known/agent-card.json", () => Results.Json(new { name = "reporter", url = "/rpc" }));
        app.MapGet("/one/agent-card.json", () => Results.Json(new { supportedInterfaces = new[] { new { url = "grpc://x", protocolBinding = "GRPC" }, new { url = "/rpc", protocolBinding = "JSONRPC" } } }));
        app.MapPost("/rpc", ServeAsync);
    });

    public async Task DisposeAsync() => await outside.DisposeAsync();

    [Theory]
    [InlineData("agentCard: {endpoint: $BASE/.well-known/agent-card.json}")]
    [InlineData("agentCard: {endpoint: $BASE/one/agent-card.json}")]
    [InlineData("server: $BASE/rpc")]
    public void A_message_is_sent_with_what_it_lacks_filled_in(string server)
    {
        var output = Call("message/send", server, "{message: {parts: [{kind: text, text: '${ .ask }'}]}}").Output!.Value;
        output.GetProperty("kind").GetString().ShouldBe("task");
        var message = seen.ShouldHaveSingleItem()["params"]!["message"]!;
        message["role"]!.GetValue<string>().ShouldBe("user");
        Guid.TryParse(message["messageId"]!.GetValue<string>(), out _).ShouldBeTrue();
        message["parts"]![0]!["text"]!.GetValue<string>().ShouldBe("Q1");
    }

    [Fact]
    public void Every_attempt_of_a_message_has_the_same_id()
    {
        Call("message/send", "server: $BASE/rpc", "{message: {parts: [], metadata: {fail: 2}}}").Output.ShouldNotBeNull();
        seen.Select(request => request["params"]!["message"]!["messageId"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem();
        seen.Count.ShouldBe(3);
    }

    [Fact]
    public void A_task_is_looked_up() =>
        Call("tasks/get", "server: $BASE/rpc", "{id: t1}").Output!.Value.GetProperty("id").GetString().ShouldBe("t1");

    [Fact]
    public void A_stream_gives_all_its_results_in_order() =>
        Call("message/stream", "server: $BASE/rpc", "{message: {parts: []}}").Output!.Value.GetRawText().ShouldBe("""[{"part":1},{"part":2}]""");

    [Fact]
    public void An_error_of_the_agent_is_a_runtime_error()
    {
        var run = Call("tasks/cancel", "server: $BASE/rpc", "{id: t1}");
        HttpCallTests.Error(run).ShouldBe(("runtime", 500, "/do/0/x"));
        run.Error!.Value.GetProperty("detail").GetString()!.ShouldEndWith("answered the error -32002: Task cannot be canceled");
    }

    private AgentBus.Testing.TestRun Call(string method, string server, string parameters) =>
        outside.Run($"do: [{{x: {{call: a2a, with: {{method: {method}, {server}, parameters: {parameters}}}}}}}]", new { ask = "Q1" });

    private async Task<IResult> ServeAsync(HttpRequest http)
    {
        var request = (JsonObject)(await JsonNode.ParseAsync(http.Body))!;
        seen.Add(request);
        if (request["params"]?["message"]?["metadata"]?["fail"] is { } fail && seen.Count <= fail.GetValue<int>())
        {
            return Results.StatusCode(503);
        }

        object Reply(object result) => new { jsonrpc = "2.0", id = 1, result };
        return request["method"]!.GetValue<string>() switch
        {
            "message/send" => Results.Json(Reply(new { kind = "task", id = "t1" })),
            "tasks/get" => Results.Json(Reply(new { kind = "task", id = request["params"]!["id"]!.GetValue<string>() })),
            "message/stream" => Results.Text($"data: {JsonSerializer.Serialize(Reply(new { part = 1 }))}\n\ndata: {JsonSerializer.Serialize(Reply(new { part = 2 }))}\n\n", "text/event-stream"),
            _ => Results.Json(new { jsonrpc = "2.0", id = 1, error = new { code = -32002, message = "Task cannot be canceled" } }),
        };
    }
}
