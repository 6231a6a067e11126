using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.Testing;
using AgentBus.TestKit.Time;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AgentBus.Orchestrator.Tests.Calls;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private readonly List<string> tokenRequests = [];
    private Outside outside = null!;
    private string valid = "";

    public async Task InitializeAsync() => outside = await Outside.StartAsync(Map);

    public async Task DisposeAsync() => await outside.DisposeAsync();

    [Theory]
    [InlineData("{basic: {username: '${ .user }', password: pw}}", "Basic bWU6cHc=")]
    [InlineData("{bearer: {token: '${ .token }'}}", "Bearer t0k3n")]
    [InlineData("{basic: {use: login}}", "Basic bWU6cHc=")]
    [InlineData("{bearer: {use: plain}}", "Bearer t0k3n")]
    [InlineData("{use: named}", "Bearer t0k3n")]
    public void A_header_lets_the_call_in(string policy, string header)
    {
        outside.Secrets["login"] = JsonElement.Parse("""{"username": "me", "password": "pw"}""");
        outside.Secrets["plain"] = JsonElement.Parse("\"t0k3n\"");
        Call(policy, $"/header?want={Uri.EscapeDataString(header)}", new { user = "me", token = "t0k3n" }).Output!.Value.GetRawText().ShouldBe("true");
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public void Digest_answers_the_challenge(string algorithm)
    {
        Call("{digest: {username: me, password: pw}}", $"/digest?algorithm={algorithm}").Output!.Value.GetRawText().ShouldBe("true");
        HttpCallTests.Error(Call("{digest: {username: me, password: wrong}}", $"/digest?algorithm={algorithm}")).ShouldBe(("communication", 401, "/do/0/x"));
    }

    [Fact]
    public void Digest_gives_no_password_to_a_server_that_asks_for_basic() =>
        HttpCallTests.Error(Call("{digest: {username: me, password: pw}}", "/basic")).ShouldBe(("communication", 401, "/do/0/x"));

    [Fact]
    public void A_token_is_fetched_with_client_credentials_and_kept_until_it_ends()
    {
        var clock = new ManualClock();
        outside.Time = clock;
        const string Policy = "{oauth2: {authority: '$BASE/realm', endpoints: {token: /token}, grant: client_credentials, client: {id: app, secret: shh}, scopes: [read, write], audiences: [api]}}";
        Call(Policy, "/protected").Output!.Value.GetRawText().ShouldBe("true");
        Call(Policy, "/protected").Output!.Value.GetRawText().ShouldBe("true");
        tokenRequests.ShouldBe(["grant_type=client_credentials&scope=read%20write&audience=api&client_id=app&client_secret=shh"]);

        clock.Advance(TimeSpan.FromSeconds(280));
        Call(Policy, "/protected").Output!.Value.GetRawText().ShouldBe("true");
        tokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public void A_token_that_was_withdrawn_is_fetched_anew()
    {
        const string Policy = "{oauth2: {authority: '$BASE/realm', endpoints: {token: /token}, grant: client_credentials, client: {id: app, secret: shh}}}";
        Call(Policy, "/protected").Status.ShouldBe(RunStatus.Completed);
        valid = "none";
        Call(Policy, "/protected").Output!.Value.GetRawText().ShouldBe("true");
        tokenRequests.Count.ShouldBe(2);
    }

    [Fact]
    public void Oidc_finds_the_token_endpoint_and_secrets_hold_whole_policies()
    {
        outside.Secrets["login"] = JsonElement.Parse(
            $$$"""{"authority": "{{{outside.Address}}}realm", "grant": "client_credentials", "client": {"id": "app", "secret": "shh", "authentication": "client_secret_basic"}}""");
        Call("{oidc: {use: login}}", "/protected").Output!.Value.GetRawText().ShouldBe("true");
        tokenRequests.ShouldBe(["Basic YXBwOnNoaA== grant_type=client_credentials"]);
    }

    [Fact]
    public void A_server_that_gives_no_token_says_why()
    {
        var run = Call("{oauth2: {authority: '$BASE/realm', endpoints: {token: /token}, grant: client_credentials, client: {id: app, secret: wrong}}}", "/protected");
        HttpCallTests.Error(run).ShouldBe(("authentication", 401, "/do/0/x"));
        run.Error!.Value.GetProperty("detail").GetString()!.ShouldContain("answered 400: invalid_client no such client");
    }

    [Fact]
    public void Another_origin_is_not_shown_what_opened_the_first()
    {
        outside.Options.AllowedHosts = ["127.0.0.1", "localhost"];
        outside.Secrets["plain"] = JsonElement.Parse("\"s3cret-key\"");
        var seen = outside.Run("""
            use: {secrets: [plain]}
            do:
              - x:
                  call: http
                  with:
                    method: get
                    endpoint: {uri: $BASE/away, authentication: {bearer: {use: plain}}}
                    headers: {X-Key: '${ $secrets.plain }', X-Open: fine}
                    redirect: true
            """).Output!.Value.GetProperty("headers");
        seen.TryGetProperty("Authorization", out _).ShouldBeFalse();
        seen.TryGetProperty("X-Key", out _).ShouldBeFalse();
        seen.GetProperty("X-Open").GetString().ShouldBe("fine");
    }

    private TestRun Call(string policy, string path, object? input = null) => outside.Run($$$$"""
        use:
          secrets: [login, plain]
          authentications: {named: {bearer: {token: '${ .token }'}}}
        do:
          - x:
              call: http
              with:
                method: get
                endpoint:
                  uri: '$BASE{{{{path}}}}'
                  authentication: {{{{policy}}}}
        """, input);

    private void Map(WebApplication app)
    {
        app.MapGet("/header", (HttpContext context, string want) => context.Request.Headers.Authorization == want ? Results.Json(true) : Results.StatusCode(401));
        app.MapGet("/digest", Digest);
        app.MapGet("/basic", (HttpContext context) =>
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"r\"";
            return context.Request.Headers.Authorization.Count > 0 ? Results.Json("leaked") : Results.StatusCode(401);
        });
        app.MapGet("/realm/.well-known/openid-configuration", (HttpRequest request) => Results.Json(new { token_endpoint = $"http://{request.Host}/realm/token" }));
        app.MapPost("/realm/token", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var form = await reader.ReadToEndAsync();
            tokenRequests.Add($"{context.Request.Headers.Authorization} {form}".Trim());
            valid = $"token-{tokenRequests.Count}";
            return form.Contains("wrong", StringComparison.Ordinal)
                ? Results.Json(new { error = "invalid_client", error_description = "no such client" }, statusCode: 400)
                : Results.Json(new { access_token = valid, expires_in = 300, token_type = "Bearer" });
        });
        app.MapGet("/protected", (HttpContext context) => context.Request.Headers.Authorization == $"Bearer {valid}" ? Results.Json(true) : Results.StatusCode(401));
        app.MapGet("/away", (HttpRequest request) => Results.Redirect($"http://localhost:{request.Host.Port}/echo"));
        app.Map("/echo", (Delegate)HttpCallTests.Echo);
    }

    // RFC 7616, 3.4.1, as the server checks it; servers that know only MD5 are still common.
#pragma warning disable CA5351
    private static IResult Digest(HttpContext context, string algorithm)
    {
        string Hash(string text) => Convert.ToHexStringLower(algorithm == "MD5" ? MD5.HashData(Encoding.UTF8.GetBytes(text)) : SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var given = Regex.Matches(context.Request.Headers.Authorization.ToString(), "(\\w+)=\"?([^\",]*)\"?", RegexOptions.None, TimeSpan.FromSeconds(1))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        if (given.Count > 0)
        {
            var one = Hash("me:here:pw");
            var two = Hash($"GET:{given["uri"]}");
            if (given["response"] == Hash($"{one}:n0nce:{given["nc"]}:{given["cnonce"]}:auth:{two}"))
            {
                return Results.Json(true);
            }
        }

        context.Response.Headers.WWWAuthenticate = $"Digest realm=\"here\", nonce=\"n0nce\", qop=\"auth\", algorithm={algorithm}";
        return Results.StatusCode(401);
    }
#pragma warning restore CA5351
}
