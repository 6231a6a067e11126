using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Gateway;
using AgentBus.Hosting;
using AgentBus.Hosting.Modes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentBus.Gateway.Tests.Support;

/// <summary>The real gateway on a free port over a SQLite store of its own.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    public const string AdminKey = "abk_admin_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-gateway-").FullName;
    private readonly Dictionary<(string Tenant, string Roles), HttpClient> _clients = [];
    private WebApplication? _app;

    public Uri Url => new(App.Urls.Single());

    public IServiceProvider Services => App.Services;

    /// <summary>A client with the admin key of tenant default.</summary>
    public HttpClient Admin => Client(AdminKey);

    private WebApplication App => _app ?? throw new InvalidOperationException("The host was not started.");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Path"] = Path.Combine(_folder, "agentbus.db"),
            ["Gateway:AdminKey"] = AdminKey,
            ["Gateway:MaxBodyBytes"] = "65536",
            ["Logging:Level"] = "Warning",
        });
        builder.AddServiceDefaults("gateway-tests");
        builder.Logging.ClearProviders();
        builder.AddGateway();
        _app = builder.Build();
        _app.MapGateway();
        foreach (var step in _app.Services.GetServices<ISetupStep>())
        {
            await step.SetupAsync(CancellationToken.None);
        }

        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A client that sends this key, or none.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = Url };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    /// <summary>A client with a key of these roles.</summary>
    public async Task<HttpClient> ClientAsync(string tenant, params string[] roles)
    {
        var name = string.Join('+', roles);
        if (!_clients.TryGetValue((tenant, name), out var client))
        {
            client = Client(await KeyAsync(tenant, name, roles));
            _clients[(tenant, name)] = client;
        }

        return client;
    }

    public Task<string> KeyAsync(string tenant, string name, params string[] roles) => KeyAsync(tenant, name, roles, []);

    public async Task<string> KeyAsync(string tenant, string name, string[] roles, string[] groups)
    {
        using var admin = Admin;
        var answer = await admin.PostAsJsonAsync("/v1/keys", new { name, roles, tenant, groups });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["key"]!.GetValue<string>();
    }
}

/// <summary>Shorthands of tests.</summary>
internal static class Http
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static StringContent Body(string text, string contentType) => new(text, null!, contentType) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };

    public static StringContent Json(string text) => Body(text, "application/json");

    public static StringContent Yaml(string text) => Body(text, "application/yaml");
}
