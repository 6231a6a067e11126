using System.Net;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class BadInputTests(GatewayHost host) : IClassFixture<GatewayHost>, IDisposable
{
    private readonly HttpClient _client = host.Admin;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Malformed_json_is_400_with_line_and_byte()
    {
        var answer = await _client.PostAsync("/v1/runs", Http.Json("{\n  \"workflow\": nope\n}"));
        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest);
        var error = problem.GetProperty("errors")[0];
        (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()).ShouldBe((2, 16));
        problem.Text("detail").ShouldContain("line 2");
    }

    [Theory]
    [InlineData("""{"workflow":"x","inptu":{}}""", "/inptu")]
    [InlineData("""{"workflow":7}""", "/workflow")]
    [InlineData("""{"input":{}}""", "/workflow")]
    [InlineData("""{"workflow":"a/b/c"}""", "/workflow")]
    public async Task A_body_of_the_wrong_shape_names_the_member(string body, string path)
    {
        var problem = await ProblemAsync(await _client.PostAsync("/v1/runs", Http.Json(body)), HttpStatusCode.BadRequest);
        problem.GetProperty("errors")[0].Text("path").ShouldBe(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"workflow":"a","workflow":"b"}""")]
    public async Task A_body_that_is_no_request_is_400(string body) =>
        await ProblemAsync(await _client.PostAsync("/v1/runs", Http.Json(body)), HttpStatusCode.BadRequest);

    [Fact]
    public async Task Text_that_is_not_utf8_is_400()
    {
        using var content = new ByteArrayContent([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}']) { Headers = { ContentType = new("application/json") } };
        (await ProblemAsync(await _client.PostAsync("/v1/runs", content), HttpStatusCode.BadRequest)).Text("detail").ShouldContain("UTF-8");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_with_or_without_a_length()
    {
        var big = $$$"""{"workflow":"x","input":{"text":"{{{new string('x', 70_000)}}}"}}""";
        (await ProblemAsync(await _client.PostAsync("/v1/runs", Http.Json(big)), HttpStatusCode.RequestEntityTooLarge)).Text("detail").ShouldContain("65,536");
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/runs") { Content = Http.Json(big), Headers = { TransferEncodingChunked = true } };
        await ProblemAsync(await _client.SendAsync(chunked), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Another_content_type_is_415() =>
        await ProblemAsync(await _client.PostAsync("/v1/runs", Http.Body("workflow=x", "application/x-www-form-urlencoded")), HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task An_unknown_route_is_404_and_a_wrong_method_405_as_problems()
    {
        await ProblemAsync(await _client.GetAsync("/v1/nothing"), HttpStatusCode.NotFound);
        await ProblemAsync(await _client.GetAsync("/v1/runs/not-an-id"), HttpStatusCode.NotFound);
        (await ProblemAsync(await _client.DeleteAsync("/v1/runs"), HttpStatusCode.MethodNotAllowed)).Text("detail").ShouldContain("POST");
    }

    [Fact]
    public async Task A_problem_is_written_whatever_is_accepted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{Guid.NewGuid()}/events") { Headers = { Accept = { new("text/event-stream") } } };
        await ProblemAsync(await _client.SendAsync(request), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_server_header_is_sent() => (await _client.GetAsync("/v1/runs")).Headers.Server.ShouldBeEmpty();

    [Fact]
    public async Task An_idempotency_key_must_be_printable()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/runs") { Content = Http.Json("""{"workflow":"x"}""") };
        request.Headers.Add("Idempotency-Key", new string('k', 256));
        (await ProblemAsync(await _client.SendAsync(request), HttpStatusCode.BadRequest)).Text("detail").ShouldStartWith("Idempotency-Key");
    }

    [Fact]
    public async Task The_description_lists_the_routes_of_this_api()
    {
        var document = await (await _client.GetAsync("/openapi/v1.json")).JsonAsync();
        document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ShouldContain("/v1/runs/{id}/cancel");
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey").Text("scheme").ShouldBe("bearer");
    }

    private static async Task<System.Text.Json.JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.JsonAsync();
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.Text("type").ShouldStartWith("urn:agentbus:problem:");
        problem.Text("detail").ShouldNotBeEmpty();
        problem.Text("instance").ShouldStartWith("/v1/");
        return problem;
    }
}
