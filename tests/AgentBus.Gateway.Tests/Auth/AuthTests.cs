using System.Net;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace AgentBus.Gateway.Tests.Auth;

public sealed class AuthTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    // Written out, so that the test does not believe what it tests.
    private static readonly Dictionary<string, string[]> MayDo = new()
    {
        ["viewer"] = ["viewer", "publisher", "approver", "operator", "admin"],
        ["publisher"] = ["publisher", "admin"],
        ["approver"] = ["approver", "admin"],
        ["approver or operator"] = ["approver", "operator", "admin"],
        ["publisher or operator"] = ["publisher", "operator", "admin"],
        ["operator"] = ["operator", "admin"],
        ["admin"] = ["admin"],
    };

    private static readonly string Unknown = Guid.NewGuid().ToString();

    [Fact]
    public async Task Every_route_answers_each_role_as_its_policy_says()
    {
        foreach (var (method, path, role) in Routes())
        {
            foreach (var held in MayDo["viewer"])
            {
                var client = await host.ClientAsync("matrix", held);
                using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
                var refused = answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
                refused.ShouldBe(!MayDo[role].Contains(held), $"{method} {path} as {held}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Every_route_refuses_a_request_without_a_key()
    {
        using var client = host.Client(null);
        foreach (var (method, path, _) in Routes())
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
            answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("abk_admin_")]
    [InlineData("abk_admin_0123456789abcdefghijklmnopqrstuvwxyzABCDEFH")]
    [InlineData("abk_other_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")]
    public async Task Every_wrong_key_gets_the_same_401(string key)
    {
        using var client = host.Client(key);
        var answer = await client.GetAsync("/v1/runs");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.JsonAsync()).Text("detail").ShouldBe("Send a valid API key as 'Authorization: Bearer abk_...' or 'X-Api-Key: abk_...'.");
    }

    [Fact]
    public async Task A_missing_role_is_named()
    {
        var viewer = await host.ClientAsync("default", Roles.Viewer);
        var answer = await viewer.PostAsync("/v1/runs", Http.Json("{}"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.JsonAsync()).Text("detail").ShouldContain("'publisher'");
    }

    [Fact]
    public async Task A_key_may_come_as_X_Api_Key()
    {
        using var client = host.Client(null);
        client.DefaultRequestHeaders.Add("X-Api-Key", GatewayHost.AdminKey);
        (await client.GetAsync("/v1/keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_revoked_key_ends_at_once()
    {
        var key = await host.KeyAsync("default", "short-lived", Roles.Viewer);
        using var client = host.Client(key);
        (await client.GetAsync("/v1/runs")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var admin = host.Admin;
        (await admin.DeleteAsync($"/v1/keys/{key.Split('_')[1]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/v1/runs")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void The_routes_are_the_approved_ones()
    {
        var routes = Endpoints().Select(e => $"{e.Method,-6} {e.Pattern}  {e.Role}".TrimEnd()).Order(StringComparer.Ordinal);
        routes.ShouldBe(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Auth", "Routes.approved.txt")));
    }

    private IEnumerable<(string Method, string Path, string Role)> Routes() => Endpoints()
        .Where(e => e.Role.Length > 0)
        .Select(e => (e.Method, e.Pattern.Replace("{id:guid}", Unknown).Replace("{id}", "none").Replace("{step}", "a").Replace("{namespace}", "n").Replace("{name}", "n").Replace("{version}", "1"), e.Role));

    private IEnumerable<(string Method, string Pattern, string Role)> Endpoints() => host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => (
            method, endpoint.RoutePattern.RawText!.TrimEnd('/'), endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [.., var last] ? last.Policy ?? "" : "")));
}
