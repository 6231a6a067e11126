using AgentBus.Storage.Data;

namespace AgentBus.Storage.Queries;

/// <summary>Reads beginnings of steps on either database. Seldom asked, so a run's history needs no index for it.</summary>
internal sealed class StepOrigins(Database database) : IStepOrigins
{
    public Task<StepBeginning?> FindAsync(string tenant, Guid run, string step, CancellationToken cancellationToken) =>
        database.FirstAsync(
            """
            select step, data from history
            where tenant = @tenant and run = @run and type = 'step.started'
              and (step = @step or substr(step, 1, length(@step) + 1) in (@step || '#', @step || '['))
            order by number desc limit 1
            """,
            new { tenant, run, step },
            row => new StepBeginning(row.GetString(0), row.GetString(1)),
            cancellationToken);
}
