using System.Net;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Keys;

namespace AgentBus.Gateway.Tests.Keys;

public sealed class KeyTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task A_key_is_shown_once_and_never_listed_with_its_secret()
    {
        var key = await host.KeyAsync("secrets", "root", Roles.Admin);
        using var client = host.Client(key);
        var list = await (await client.GetAsync("/v1/keys")).Content.ReadAsStringAsync();
        list.ShouldContain(key.Split('_')[1]);
        list.ShouldNotContain(key.Split('_')[2]);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_new_key_comes_at_once()
    {
        using var client = host.Admin;
        var answer = await client.PostAsync("/v1/keys", Http.Json("""{"name":"","roles":["king"],"tenant":"a b"}"""));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("errors").EnumerateArray().Select(e => e.Text("path")).ShouldBe(["/name", "/roles", "/tenant"]);
    }

    [Fact]
    public async Task Only_admins_of_default_make_keys_for_another_tenant()
    {
        var other = await host.ClientAsync("elsewhere", Roles.Admin);
        (await other.PostAsync("/v1/keys", Http.Json("""{"name":"x","roles":["viewer"],"tenant":"default"}"""))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await other.PostAsync("/v1/keys", Http.Json("""{"name":"x","roles":["viewer"]}"""))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_last_admin_key_of_a_tenant_stays()
    {
        var key = await host.KeyAsync("lonely", "only", Roles.Admin);
        using var client = host.Client(key);
        (await client.DeleteAsync($"/v1/keys/{key.Split('_')[1]}")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var second = await host.KeyAsync("lonely", "second", Roles.Admin);
        (await client.DeleteAsync($"/v1/keys/{second.Split('_')[1]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync($"/v1/keys/{second.Split('_')[1]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_tenants_key_is_not_there()
    {
        var key = await host.KeyAsync("theirs", "viewer", Roles.Viewer);
        using var client = host.Admin;
        (await client.DeleteAsync($"/v1/keys/{key.Split('_')[1]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Acme")]
    [InlineData("..")]
    [InlineData("-x")]
    [InlineData("a/b")]
    [InlineData("acme-0123456789-0123456789-0123456789-0123456789-0123456789-01234")]
    public async Task A_new_tenants_name_is_lower_case_and_short(string tenant)
    {
        var answer = await host.Admin.PostAsync("/v1/keys", Http.Json($$"""{"name":"x","roles":["viewer"],"tenant":"{{tenant}}"}"""));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("errors").EnumerateArray().ShouldHaveSingleItem().Text("path").ShouldBe("/tenant");
    }

    [Fact]
    public async Task A_tenant_that_was_named_by_a_wider_rule_goes_on()
    {
        var token = ApiKeyToken.New();
        var keys = host.Get<IKeyStore>();
        (await keys.AddAsync(new ApiKeyRow(token.Id, "Elder", "old", token.Hash, [Roles.Admin], DateTimeOffset.UnixEpoch, null, []), CancellationToken.None)).ShouldBeTrue();
        using var elder = host.Client(token.Text);
        (await elder.PostAsync("/v1/keys", Http.Json("""{"name":"x","roles":["viewer"]}"""))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await host.Admin.PostAsync("/v1/keys", Http.Json("""{"name":"x","roles":["viewer"],"tenant":"Elder"}"""))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }
}
