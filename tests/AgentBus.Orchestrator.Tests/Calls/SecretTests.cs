using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentBus.Orchestrator.Calls;
using AgentBus.Orchestrator.Calls.Secrets;
using AgentBus.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Tests.Calls;

public sealed class SecretTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Key = "k3y \"with\"/all?";
    private const string Odd = "ab\"cdSECRETQ\\ef<gh";
    private readonly string folder = Directory.CreateTempSubdirectory("agentbus-secrets-").FullName;
    private readonly List<string> seen = [];
    private Outside outside = null!;

    public async Task InitializeAsync()
    {
        outside = await Outside.StartAsync(app =>
        {
            app.Map("/echo", (Delegate)HttpCallTests.Echo);
            app.MapGet("/refuse", (HttpContext context) =>
            {
                var given = context.Request.Headers.Authorization.ToString();
                var json = context.Request.Query["how"] == "nested" ? JsonSerializer.Serialize(new { said = JsonSerializer.Serialize(new { given }) })
                    : JsonSerializer.Serialize(new { given }, Relaxed);
                var before = new string('x', int.Parse(context.Request.Query["before"].FirstOrDefault() ?? "0"));
                return Results.Text(before + json, "application/json", statusCode: int.Parse(context.Request.Query["status"]!));
            });
            app.MapPost("/reflect", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync();
                seen.Add($"{context.Request.QueryString} {context.Request.Headers["X-Key"]} {body}");
                return Results.Text($"{body} {context.Request.QueryString} {Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))}", statusCode: int.Parse(context.Request.Query["status"]!));
            });
        });
        outside.Secrets["odd"] = JsonSerializer.SerializeToElement(Odd);
        outside.Secrets["shop"] = JsonSerializer.SerializeToElement(new { key = Key, number = 271828182, user = "ann-of-shop" });
    }

    public async Task DisposeAsync()
    {
        await outside.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("$secrets.shop.user")]
    [InlineData("$secrets[\"shop\"].user")]
    public void A_secret_that_is_declared_but_not_read_need_not_exist(string expression)
    {
        var run = Reflect(expression);
        run.Error.ShouldBeNull();
        seen.Single().ShouldContain("ann-of-shop");
    }

    [Theory]
    [InlineData("$secrets.other")]
    [InlineData("$secrets | .shop.user")]
    public void A_secret_that_may_be_read_must_exist_and_its_lack_says_where_it_is_looked_for(string expression)
    {
        var detail = Reflect(expression).Error!.Value.GetProperty("detail").GetString()!;
        detail.ShouldContain("The secret 'other' does not exist");
        detail.ShouldContain("the file default/other or default/other.json below Calls:SecretsFolder");
        detail.ShouldContain("the setting Secrets:default:other");
        detail.ShouldContain("the environment variable AGENTBUS_SECRET_OTHER");
    }

    private TestRun Reflect(string expression) => outside.Run($$$"""
        use: {secrets: [shop, other]}
        do:
          - x:
              call: http
              with:
                method: post
                endpoint: $BASE/reflect?status=200
                headers: {X-Key: '${ {{{expression}}} }'}
        """);

    [Theory]
    [InlineData(200, "content")]
    [InlineData(200, "raw")]
    [InlineData(200, "response")]
    [InlineData(400, "content")]
    public void The_server_gets_the_secret_and_the_run_never_does(int status, string form)
    {
        var run = outside.Run($$$$"""
            use: {secrets: [shop]}
            do:
              - x:
                  call: http
                  with:
                    method: post
                    endpoint: $BASE/reflect?status={{{{status}}}}
                    headers: {X-Key: '${ "Key " + $secrets.shop.user }'}
                    query: {k: '${ $secrets.shop.key }'}
                    body: {key: '${ $secrets.shop.key }', n: '${ $secrets.shop.number }', open: '${ .open }'}
                    output: {{{{form}}}}
            """, new { open = "for all" });

        seen.ShouldHaveSingleItem().ShouldBe($$"""?status={{status}}&k=k3y%20%22with%22%2Fall%3F Key ann-of-shop {"key":"k3y \u0022with\u0022/all?","n":271828182,"open":"for all"}""");
        var kept = string.Join('\n', [
            run.Output?.GetRawText() ?? "", run.Error?.GetRawText() ?? "", Encoding.UTF8.GetString(run.State.ToBytes()),
            .. run.Dispatched.Select(order => order.Input.GetRawText()), .. run.History.Select(entry => entry.Data.GetRawText()), .. run.Steps.Select(step => $"{step}")]);
        kept = kept.Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
        var content = form == "raw" ? Encoding.UTF8.GetString(Convert.FromBase64String(run.Output!.Value.GetString()!)) : "";
        foreach (var secret in (string[])[Key, Uri.EscapeDataString(Key), Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), "271828182", "ann-of-shop", "k3y"])
        {
            kept.ShouldNotContain(secret);
            content.ShouldNotContain(secret);
        }

        (kept + content).ShouldContain("for all");
        (kept + content).ShouldContain("***");
    }

    [Fact]
    public void A_signature_made_of_a_secret_is_one()
    {
        var output = outside.Run("""
            use: {secrets: [shop]}
            do: [{x: {call: http, with: {method: get, endpoint: $BASE/echo, headers: {X-Sig: '${ $secrets.shop.key | @base64 | ascii_downcase }', X-Open: abc}}}}]
            """).Output!.Value.GetProperty("headers");
        output.GetProperty("X-Sig").GetString().ShouldBe("***");
        output.GetProperty("X-Open").GetString().ShouldBe("abc");
    }

    [Fact]
    public void A_changed_secret_counts_at_the_next_call()
    {
        const string Definition = """
            use: {secrets: [shop]}
            do: [{x: {call: http, with: {method: post, endpoint: $BASE/reflect?status=200, headers: {X-Key: '${ $secrets.shop }'}}}}]
            """;
        outside.Secrets["shop"] = JsonElement.Parse("\"first\"");
        outside.Run(Definition);
        outside.Secrets["shop"] = JsonElement.Parse("\"second\"");
        outside.Run(Definition);
        seen.Select(text => text.Split(' ')[1]).ShouldBe(["first", "second"]);
    }

    [Fact]
    public void A_secret_that_is_missing_is_an_authorization_error()
    {
        outside.Secrets.Clear();
        var run = outside.Run("""
            use: {secrets: [shop]}
            do: [{x: {call: http, with: {method: get, endpoint: $BASE/echo, headers: {X: '${ $secrets.shop.key }'}}}}]
            """);
        HttpCallTests.Error(run).ShouldBe(("authorization", 403, "/do/0/x"));
        run.Error!.Value.GetProperty("detail").GetString()!.ShouldContain("The secret 'shop' does not exist for tenant 'default'");
    }

    [Fact]
    public void An_expression_that_fails_tells_no_secret()
    {
        var run = outside.Run("""
            use: {secrets: [shop]}
            do: [{x: {call: http, with: {method: get, endpoint: $BASE/echo, headers: {X: '${ error($secrets.shop.key) }'}}}}]
            """);
        HttpCallTests.Error(run).ShouldBe(("expression", 400, "/do/0/x"));
        run.Error!.Value.GetProperty("detail").GetString().ShouldBe("error($secrets.shop.key): it ended with an error. What it reads is secret, so no more is said.");
    }

    [Theory]
    [InlineData("status=500&how=minimal", "content")]
    [InlineData("status=422&how=nested", "content")]
    [InlineData("status=200&how=minimal", "raw")]
    [InlineData("status=200&how=nested", "raw")]
    [InlineData("status=500&how=minimal&before=472", "content")]
    public void A_server_that_echoes_a_token_in_JSON_tells_nothing(string query, string form)
    {
        var run = outside.Run($$$"""
            use: {secrets: [odd], authentications: {odd: {bearer: {token: '${ $secrets.odd }' } } } }
            do:
              - x:
                  try:
                    - y: {call: http, with: {method: get, endpoint: {uri: '$BASE/refuse?{{{query}}}', authentication: {use: odd}}, output: {{{form}}} } }
                  catch: {as: e, do: [{z: {set: {detail: '${ $e.detail }' } } }]}
            """);
        var output = run.Output!.Value;
        var shown = form == "raw" ? Encoding.UTF8.GetString(Convert.FromBase64String(output.GetString()!)) : output.GetProperty("detail").GetString()!;
        shown.ShouldContain("***");
        shown.ShouldNotContain("Bearer a", Case.Insensitive);
        foreach (var part in (string[])["SECRETQ", "cdSE", "f<gh", "u003C"])
        {
            (shown + output.GetRawText()).ShouldNotContain(part, Case.Insensitive);
        }
    }

    [Theory]
    [InlineData("endpoint: '${ \"http://\" + $secrets.word + \".invalid/\" }', method: get", "***.invalid")]
    [InlineData("endpoint: $BASE/refuse, method: '${ $secrets.word + \" \" }'", "*** ")]
    [InlineData("endpoint: '${ \"$BASE/refuse/\" + $secrets.cut }', method: get", "/*** answered 404")]
    [InlineData("endpoint: $BASE/refuse, method: get, query: {q: '${ $secrets.word + 1 }'}", "$secrets.word + 1: it failed with 'cannot be added'")]
    [InlineData("endpoint: $BASE/refuse, method: get, query: {q: '${ $secrets.word | tonumber }'}", "it failed with 'cannot be parsed as a number'")]
    [InlineData("endpoint: $BASE/refuse, method: get, query: {q: '${ error($secrets.word|ascii_downcase[0:9]) }'}", "it ended with an error")]
    [InlineData("endpoint: $BASE/refuse, method: get, query: {q: '${ {} | .[$secrets.word] | error({a: $secrets.word[2:]}) }'}", "it ended with an error")]
    public void No_error_tells_a_secret_or_a_part_of_it(string with, string told)
    {
        outside.Secrets["word"] = JsonSerializer.SerializeToElement("MixedCaseOfSecretLettersThatJqCuts");
        outside.Secrets["cut"] = JsonSerializer.SerializeToElement("MixedCase?of#Letters");
        var detail = outside.Run($$$"""
            use: {secrets: [word, cut]}
            do: [{x: {call: http, with: { {{{with}}} } } }]
            """.Replace("$BASE", outside.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)).Error!.Value.GetProperty("detail").GetString()!;
        detail.ShouldContain(told);
        detail.ShouldNotContain("Mixed", Case.Insensitive);
        detail.ShouldNotContain("Letters", Case.Insensitive);
    }

    [Theory]
    [InlineData("default", "text", "\"a text\"")]
    [InlineData("default", "object", """{"a":1}""")]
    [InlineData("acme", "text", "\"acme's\"")]
    [InlineData("acme", "from-setting", "\"set\"")]
    [InlineData("default", "from-env.x", "\"env\"")]
    [InlineData("Acme", "from-setting", null)]
    [InlineData("acme", "From-setting", null)]
    [InlineData("acme", "a:b", null)]
    [InlineData("acme", "from-env.x", null)]
    [InlineData("default", "missing", null)]
    [InlineData("default", "../acme/text", null)]
    [InlineData("..", "passwd", null)]
    public async Task Secrets_come_from_the_tenants_folder_then_settings_then_the_environment(string tenant, string name, string? value)
    {
        Directory.CreateDirectory(Path.Combine(folder, "default"));
        Directory.CreateDirectory(Path.Combine(folder, "acme"));
        await File.WriteAllTextAsync(Path.Combine(folder, "default", "text"), "a text\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "default", "object.json"), """{"a":1}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "acme", "text"), "acme's");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Secrets:acme:from-setting"] = "set",
            ["Secrets:acme:a:b"] = "nested",
            ["SECRET_FROM_ENV_X"] = "env",
        }).Build();
        var store = new SecretStore(Options.Create(new CallsOptions { SecretsFolder = folder }), configuration);
        (await store.ReadAsync(tenant, name, CancellationToken.None))?.GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal).ShouldBe(value);
    }
}
