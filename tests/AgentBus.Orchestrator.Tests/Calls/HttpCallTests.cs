using System.Text;
using System.Text.Json;
using AgentBus.Testing;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentBus.Orchestrator.Tests.Calls;

public sealed class HttpCallTests : IAsyncLifetime
{
    private Outside outside = null!;
    private int flaky;

    public async Task InitializeAsync() => outside = await Outside.StartAsync(Map);

    public async Task DisposeAsync() => await outside.DisposeAsync();

    [Fact]
    public void What_was_said_is_sent()
    {
        var sent = outside.Run("""
            do:
              - post:
                  call: http
                  with:
                    method: post
                    endpoint: $BASE/echo?a=1
                    headers: {X-One: '${ .two }'}
                    query: {b: '${ .two }', c: '${ .list }', d: '${ null }'}
                    body: {n: '${ .one }'}
            """, new { one = "ä b", two = "x&y", list = new[] { 1, 2 } }).Output!.Value;
        sent.GetProperty("method").GetString().ShouldBe("POST");
        sent.GetProperty("query").GetString().ShouldBe("?a=1&b=x%26y&c=1&c=2");
        sent.GetProperty("body").GetString().ShouldBe("""{"n":"\u00E4 b"}""");
        sent.GetProperty("headers").GetProperty("X-One").GetString().ShouldBe("x&y");
        sent.GetProperty("headers").GetProperty("Content-Type").GetString().ShouldBe("application/json");
        Guid.TryParse(sent.GetProperty("headers").GetProperty("Idempotency-Key").GetString(), out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/json", "", """{"pet":1}""")]
    [InlineData("/text", "", "\"plain\"")]
    [InlineData("/bytes", "", "\"AAEC\"")]
    [InlineData("/none", "", "null")]
    [InlineData("/text", ", output: raw", "\"cGxhaW4=\"")]
    public void The_output_is_the_content_read_by_its_type_or_raw(string path, string with, string output) =>
        outside.Get(path, with).Output!.Value.GetRawText().ShouldBe(output);

    [Fact]
    public void The_whole_response_may_be_the_output()
    {
        var output = outside.Get("/json", ", headers: {Authorization: 'Bearer abc'}, output: response").Output!.Value;
        output.GetProperty("statusCode").GetInt32().ShouldBe(200);
        output.GetProperty("content").GetRawText().ShouldBe("""{"pet":1}""");
        output.GetProperty("headers").GetProperty("Content-Type").GetString()!.ShouldStartWith("application/json");
        output.GetProperty("request").GetProperty("method").GetString().ShouldBe("get");
        output.GetProperty("request").GetProperty("uri").GetString().ShouldBe($"{outside.Address}json");
        output.GetProperty("request").GetProperty("headers").GetProperty("Authorization").GetString().ShouldBe("***");
    }

    [Fact]
    public void A_form_is_sent_by_its_content_type() =>
        outside.Run("do: [{p: {call: http, with: {method: post, endpoint: $BASE/echo, headers: {content-type: application/x-www-form-urlencoded}, body: {a: 'x y', b: 2}}}}]")
            .Output!.Value.GetProperty("body").GetString().ShouldBe("a=x%20y&b=2");

    [Fact]
    public void Another_status_than_2xx_is_a_communication_error_with_it()
    {
        var run = outside.Get("/missing");
        run.Dispatched.Count.ShouldBe(1);
        Error(run).ShouldBe(("communication", 404, "/do/0/get"));
        run.Error!.Value.GetProperty("detail").GetString().ShouldBe($"GET {outside.Address}missing answered 404: no such pet");
    }

    [Fact]
    public void A_server_that_is_busy_is_asked_again_when_it_says()
    {
        var run = outside.Get("/flaky");
        run.Output!.Value.GetRawText().ShouldBe("3");
        (run.Now - new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBe(TimeSpan.FromSeconds(180));
    }

    [Theory]
    [InlineData("get", "", 5)]
    [InlineData("delete", ", metadata: {agentbus: {idempotencyKey: false}}", 5)]
    [InlineData("post", "", 5)]
    [InlineData("post", ", metadata: {agentbus: {idempotencyKey: false}}", 1)]
    [InlineData("patch", ", metadata: {agentbus: {idempotencyKey: false}}", 1)]
    public void Only_what_may_be_repeated_is_tried_again(string method, string more, int attempts)
    {
        var run = outside.Run($"do: [{{x: {{call: http, with: {{method: {method}, endpoint: $BASE/broken}}{more}}}}}]");
        run.Dispatched.Count.ShouldBe(attempts);
        Error(run).ShouldBe(("communication", 500, "/do/0/x"));
    }

    [Fact]
    public void A_redirect_is_an_error_unless_it_is_wanted()
    {
        Error(outside.Get("/there")).ShouldBe(("communication", 302, "/do/0/get"));
        outside.Get("/there", ", redirect: true").Output!.Value.GetRawText().ShouldBe("""{"pet":1}""");
        Error(outside.Get("/circle", ", redirect: true")).ShouldBe(("communication", 508, "/do/0/get"));
    }

    [Fact]
    public void A_redirect_to_a_private_address_is_refused()
    {
        var run = outside.Get("/escape", ", redirect: true");
        Error(run).ShouldBe(("authorization", 403, "/do/0/get"));
        run.Error!.Value.GetProperty("detail").GetString()!.ShouldContain("is not public; the operator may allow it by Calls:AllowedHosts");
    }

    [Fact]
    public void A_private_address_is_refused_unless_its_network_is_allowed()
    {
        outside.Options.AllowedHosts = [];
        Error(outside.Get("/json")).ShouldBe(("authorization", 403, "/do/0/get"));
    }

    [Fact]
    public void An_allowed_network_may_be_called()
    {
        outside.Options.AllowedHosts = [];
        outside.Options.AllowedNetworks = ["127.0.0.0/8"];
        outside.Get("/json").Status.ShouldBe(RunStatus.Completed);
    }

    [Theory]
    [InlineData("/large")]
    [InlineData("/stream")]
    public void An_answer_of_2_MB_is_refused_with_path_and_size(string path)
    {
        var run = outside.Get(path);
        Error(run).ShouldBe(("runtime", 500, "/do/0/get"));
        run.Error!.Value.GetProperty("detail").GetString()!.ShouldMatch(@"for /do/0/get is too large: (2,097,152|more than 1,048,576) bytes; at most 1,048,576 are taken \(Calls:MaxBodyBytes\)");
        run.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public void A_slow_server_is_a_timeout()
    {
        outside.Options.Timeout = TimeSpan.FromMilliseconds(200);
        var run = outside.Run("do: [{t: {try: [{x: {call: http, with: {method: get, endpoint: $BASE/slow}}}], catch: {errors: {with: {status: 503}}}}}]");
        Error(run).ShouldBe(("timeout", 408, "/do/0/t/try/0/x"));
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData(", metadata: {agentbus: {idempotencyKey: false}}", 1)]
    public void A_request_whose_end_is_unknown_is_repeated_only_when_that_is_harmless(string more, int attempts)
    {
        outside.Options.Timeout = TimeSpan.FromMilliseconds(100);
        outside.Run($"do: [{{x: {{call: http, with: {{method: post, endpoint: $BASE/slow}}{more}}}}}]").Dispatched.Count.ShouldBe(attempts);
    }

    [Fact]
    public void A_server_that_is_not_there_is_a_communication_error()
    {
        var run = outside.Run("do: [{t: {try: [{x: {call: http, with: {method: get, endpoint: 'http://127.0.0.1:1/'}}}], catch: {errors: {with: {status: 503}}, do: [{y: {set: {e: '${ $error.type }'}}}]}}}]");
        run.Output!.Value.GetProperty("e").GetString().ShouldEndWith("/communication");
    }

    [Theory]
    [InlineData("${ \"ftp://127.0.0.1/\" }", "must be an absolute http or https address")]
    [InlineData("${ \"http://me:pw@127.0.0.1/\" }", "without a user in it")]
    [InlineData("${ {uri: \"http://127.0.0.1/\", authentication: {bearer: {use: \"s\"}}} }", "must be an absolute http or https address")]
    public void An_endpoint_made_by_data_is_an_address_and_nothing_more(string endpoint, string words)
    {
        var run = outside.Run($"do: [{{x: {{call: http, with: {{method: get, endpoint: '{endpoint}'}}}}}}]");
        Error(run).ShouldBe(("validation", 400, "/do/0/x"));
        run.Error!.Value.GetProperty("detail").GetString()!.ShouldContain(words);
    }

    [Theory]
    [InlineData("x\r\nX-B: y")]
    [InlineData("ä")]
    public void A_header_holds_one_line_of_ASCII(string value) =>
        Error(outside.Get("/json", ", headers: {X-A: '${ .a }'}", new { a = value })).ShouldBe(("validation", 400, "/do/0/get"));

    internal static (string Type, int Status, string Instance) Error(TestRun run)
    {
        var error = run.Error.ShouldNotBeNull(run.Output?.GetRawText());
        return (error.GetProperty("type").GetString()!.Split('/')[^1], error.GetProperty("status").GetInt32(), error.GetProperty("instance").GetString()!);
    }

    private void Map(WebApplication app)
    {
        app.Map("/echo", (Delegate)Echo);
        app.MapGet("/json", () => Results.Json(new { pet = 1 }));
        app.MapGet("/text", () => Results.Text("plain"));
        app.MapGet("/bytes", () => Results.Bytes([0, 1, 2]));
        app.MapGet("/none", () => Results.NoContent());
        app.MapGet("/missing", () => Results.Text("no such pet", statusCode: 404));
        app.Map("/broken", () => Results.StatusCode(500));
        app.MapGet("/there", () => Results.Redirect("/json"));
        app.MapGet("/circle", () => Results.Redirect("/circle"));
        app.MapGet("/escape", (HttpRequest request) => Results.Redirect($"http://localhost:{request.Host.Port}/json"));
        app.MapGet("/large", () => Results.Bytes(new byte[2 * 1024 * 1024]));
        app.MapGet("/stream", async (HttpContext context) =>
        {
            for (var i = 0; i < 32; i++)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
            }
        });
        app.Map("/slow", async (HttpContext context) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        app.MapGet("/flaky", (HttpContext context) =>
        {
            context.Response.Headers.RetryAfter = "90";
            return ++flaky < 3 ? Results.StatusCode(429) : Results.Json(flaky);
        });
    }

    internal static async Task<IResult> Echo(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        return Results.Json(new
        {
            method = context.Request.Method,
            query = context.Request.QueryString.Value,
            headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            body,
        }, JsonSerializerOptions.Default);
    }
}
