using AgentBus.Hosting;
using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace AgentBus.TestKit.Services;

/// <summary>A service in the test process, put together as its <c>Program.cs</c> would.</summary>
public static class TestService
{
    /// <summary>Starts it. The caller disposes it, which drops its connections; a stop in good order is <c>StopAsync</c> before that.</summary>
    /// <param name="settings">Configuration, such as that of a broker fixture.</param>
    /// <param name="add">Adds the parts.</param>
    public static async Task<WebApplication> StartAsync(IReadOnlyDictionary<string, string?> settings, Action<WebApplicationBuilder> add)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:Format"] = "text",
            ["Logging:Level"] = "Error",
            ["Shutdown:Seconds"] = "15",
        }).AddInMemoryCollection(settings);
        builder.AddServiceDefaults("test");
        add(builder);
        builder.AddBus();
        var app = builder.Build();
        app.MapHealth();
        await app.StartAsync();
        return app;
    }
}
