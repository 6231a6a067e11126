using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentBus.Hosting.Health;

/// <summary>Maps <c>/health/live</c> (the process answers) and <c>/health/ready</c> (bus and every registered check are well).</summary>
public static class HealthEndpoints
{
    /// <summary>Both are open to all and say no more than which check failed.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var failing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key}: {entry.Value.Description}");
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(string.Join('\n', failing.Prepend(report.Status.ToString())), context.RequestAborted);
    }
}
