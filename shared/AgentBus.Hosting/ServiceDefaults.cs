using AgentBus.Hosting.Logging;
using AgentBus.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Hosting;

/// <summary>What every service has: logs, traces, metrics, health, clock, address.</summary>
public static class ServiceDefaults
{
    /// <summary>
    /// Adds them. <c>Http:Urls</c> is where the service listens (default: a free port of 127.0.0.1); <c>Shutdown:Seconds</c> is how long
    /// work may go on after a stop signal (default 30).
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string name)
    {
        builder.AddServiceLogging(name);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section)
            .Configure(options => options.ServiceName ??= name);
        builder.Services.AddHostedService<TelemetryService>();
        builder.Services.AddHealthChecks();
        builder.Services.Configure<HostOptions>(options =>
            options.ShutdownTimeout = TimeSpan.FromSeconds(int.TryParse(builder.Configuration["Shutdown:Seconds"], out var seconds) ? seconds : 30));
        builder.WebHost.UseUrls(builder.Configuration["Http:Urls"] ?? builder.Configuration["urls"] ?? "http://127.0.0.1:0");
        return builder;
    }
}
