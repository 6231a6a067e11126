using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace AgentBus.Hosting.Logging;

/// <summary>Serilog behind <see cref="Microsoft.Extensions.Logging"/>.</summary>
internal static class ServiceLogging
{
    private const string Text = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} {Properties}{NewLine}{Exception}";

    /// <summary>
    /// <c>Logging:Format</c>: <c>json</c> (default) or <c>text</c>; <c>Logging:File</c>: also to this file, rolled each day;
    /// <c>Logging:Level</c>: lowest level (default Information). A <c>Serilog</c> section may override all of it.
    /// </summary>
    public static void AddServiceLogging(this WebApplicationBuilder builder, string name)
    {
        var section = builder.Configuration.GetSection("Logging");
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(Enum.TryParse<LogEventLevel>(section["Level"], ignoreCase: true, out var level) ? level : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .MinimumLevel.Override("MassTransit", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("Service", name);
        logger = string.Equals(section["Format"], "text", StringComparison.OrdinalIgnoreCase)
            ? logger.WriteTo.Console(outputTemplate: Text)
            : logger.WriteTo.Console(new JsonFormatter(renderMessage: true));
        if (section["File"] is { Length: > 0 } file)
        {
            logger = logger.WriteTo.File(new JsonFormatter(renderMessage: true), file, rollingInterval: RollingInterval.Day, shared: true);
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger.ReadFrom.Configuration(builder.Configuration).CreateLogger(), dispose: true);
    }
}
