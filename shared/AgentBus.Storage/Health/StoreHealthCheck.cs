using AgentBus.Storage.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentBus.Storage.Health;

/// <summary>Whether the database answers. A process whose database is away lives and waits, and says by this that it does.</summary>
internal sealed class StoreHealthCheck(Database database) : IHealthCheck
{
    /// <summary>How long the database has to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.QueryAsync("select 1", new { }, row => row.GetInt32(0), cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the database does not answer", error);
        }
    }
}
