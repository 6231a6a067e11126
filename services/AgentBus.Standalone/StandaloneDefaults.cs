using Microsoft.Extensions.Configuration.Memory;

namespace AgentBus.Standalone;

/// <summary>Settings that make one process of it all. Anything given by file, environment or command line goes before them.</summary>
internal static class StandaloneDefaults
{
    /// <summary>Returns the data folder: <c>--data</c>, else <c>data</c> in the working folder.</summary>
    public static string UseStandaloneDefaults(this WebApplicationBuilder builder)
    {
        var data = Path.GetFullPath(builder.Configuration["data"] ?? "data");
        var defaults = new Dictionary<string, string?>
        {
            ["Setup:OnRun"] = "true",
            ["Bus:Transport"] = "memory",
            ["Store:Provider"] = "sqlite",
            ["Store:Path"] = Path.Combine(data, "agentbus.db"),
            ["Gateway:AdminKeyFile"] = Path.Combine(data, "admin.key"),
            ["Agents:Research:IndexPath"] = Path.Combine(data, "research-index.db"),
            ["Agents:Execution:OutputRoot"] = Path.Combine(data, "output"),
        };

        // The host runs as its user on its user's machine and listens on loopback: it may read what its user may.
        if (!builder.Configuration.GetSection("Agents:Research:Roots").GetChildren().Any())
        {
            defaults["Agents:Research:Roots:0"] = "/";
        }

        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
        builder.WebHost.UseUrls(builder.Configuration["Http:Urls"] ?? builder.Configuration["urls"] ?? "http://127.0.0.1:8080");
        return data;
    }
}
