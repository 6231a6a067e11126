using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentBus.Orchestrator.Tests.Calls;

public sealed class McpCallTests : IAsyncLifetime
{
    // A server that speaks over its input and output and lists one tool, named by a variable of its environment.
    private const string Script = """
        while read -r line; do
          id=$(printf '%s' "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
          case "$line" in
            *'"initialize"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}}\n' "$id";;
            *'"tools/list"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"tools":[{"name":"%s%s","inputSchema":{"type":"object"}}]}}\n' "$id" "$TOOL" "$HIDDEN";;
            *'"id":'*) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}\n' "$id";;
          esac
        done
        """;

    private readonly McpServerOptions server = new()
    {
        ServerInfo = new Implementation { Name = "stand-in", Version = "1.0.0" },
        ToolCollection =
        [
            McpServerTool.Create((string text) => text.ToUpperInvariant(), new McpServerToolCreateOptions { Name = "shout" }),
            McpServerTool.Create(() => new string('x', 2_000_000), new McpServerToolCreateOptions { Name = "flood" }),
        ],
    };

    private Outside outside = null!;

    public async Task InitializeAsync() => outside = await Outside.StartAsync(app =>
    {
        app.MapPost("/mcp", ServeAsync);
        app.MapPost("/slow", async (HttpContext context) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
    });

    public async Task DisposeAsync() => await outside.DisposeAsync();

    [Fact]
    public void A_tool_is_called_over_http()
    {
        var output = outside.Run("""
            use: {secrets: [key]}
            do:
              - shout:
                  call: mcp
                  with:
                    method: tools/call
                    parameters: {name: shout, arguments: {text: '${ .word }'}}
                    transport: {http: {endpoint: $BASE/mcp, headers: {X-Key: letmein}}}
                    client: {name: tests, version: '1.0.0'}
            """, new { word = "hello" }).Output!.Value;
        output.GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("HELLO");
    }

    [Fact]
    public void Tools_are_listed() =>
        Call("tools/list").Output!.Value.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).ShouldBe(["shout", "flood"], ignoreOrder: true);

    [Fact]
    public void An_error_of_the_server_is_a_runtime_error()
    {
        var run = Call("resources/read", "parameters: {uri: 'file:///x'}");
        HttpCallTests.Error(run).ShouldBe(("runtime", 500, "/do/0/x"));
    }

    [Fact]
    public void A_server_that_does_not_answer_in_time_is_a_timeout() =>
        HttpCallTests.Error(Call("tools/call", "parameters: {name: a}, timeout: PT0.3S", "slow")).ShouldBe(("timeout", 408, "/do/0/x"));

    [Fact]
    public void A_private_address_is_refused()
    {
        outside.Options.AllowedHosts = [];
        HttpCallTests.Error(Call("tools/list")).ShouldBe(("authorization", 403, "/do/0/x"));
    }

    [Fact]
    public void An_answer_of_2_MB_is_refused()
    {
        var run = Call("tools/call", "parameters: {name: flood}");
        run.Error.ShouldNotBeNull();
        run.Error.Value.GetProperty("detail").GetString()!.ShouldContain("too large");
    }

    [Fact]
    public void A_command_runs_only_when_the_operator_allows_it()
    {
        Environment.SetEnvironmentVariable("HIDDEN", "leaked");
        var arguments = JsonSerializer.Serialize(new[] { "-c", Script });
        var definition = $"do: [{{x: {{call: mcp, with: {{method: tools/list, transport: {{stdio: {{command: /bin/sh, arguments: {arguments}, environment: {{TOOL: mine}}}}}}}}}}}}]";

        var refused = outside.Run(definition);
        HttpCallTests.Error(refused).ShouldBe(("authorization", 403, "/do/0/x"));
        refused.Error!.Value.GetProperty("detail").GetString().ShouldBe("The command '/bin/sh' of /do/0/x is not allowed; the operator may allow it by Calls:Commands.");

        outside.Options.Commands = ["/bin/sh"];
        outside.Run(definition).Output!.Value.GetProperty("tools")[0].GetProperty("name").GetString().ShouldBe("mine");
    }

    private AgentBus.Testing.TestRun Call(string method, string more = "", string path = "mcp") => outside.Run(
        $"do: [{{x: {{call: mcp, with: {{method: {method}, transport: {{http: {{endpoint: $BASE/{path}, headers: {{X-Key: letmein}}}}}}{(more.Length == 0 ? "" : ", " + more)}}}}}}}]");

    // What the protocol's own server for ASP.NET Core does without sessions: a server for each request.
    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Headers["X-Key"] != "letmein")
        {
            context.Response.StatusCode = 401;
            return;
        }

        var message = await JsonSerializer.DeserializeAsync<JsonRpcMessage>(context.Request.Body, McpJsonUtilities.DefaultOptions, context.RequestAborted);
        await using var transport = new StreamableHttpServerTransport { Stateless = true };
        await using var serving = McpServer.Create(transport, server);
        _ = serving.RunAsync(context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        if (!await transport.HandlePostRequestAsync(message!, context.Response.Body, context.RequestAborted))
        {
            context.Response.ContentType = null;
            context.Response.StatusCode = 202;
        }
    }
}
