using System.Text.Json;
using AgentBus.Gateway.Agents;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Queries;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>Answers questions about runs; another tenant's run is not there.</summary>
internal sealed class RunReader(IRunQueries queries, IOpenRuns openRuns, AgentRegistry agents, TimeProvider clock)
{
    // A larger output has its own address: a view that is polled must stay small.
    private const int MaxInlineOutput = 1_024 * 1_024;
    private const int MaxSteps = 1_000;

    public async Task<RunView> GetAsync(string tenant, Guid id, CancellationToken cancellationToken) =>
        await queries.GetAsync(tenant, id, cancellationToken) ?? throw ApiProblem.NotFound("run", id);

    public async Task<RunDetails> DetailsAsync(string tenant, Guid id, CancellationToken cancellationToken)
    {
        var run = await GetAsync(tenant, id, cancellationToken);
        var (steps, omitted) = await queries.LatestStepsAsync(tenant, id, MaxSteps, cancellationToken);
        var open = run.EndedAt is null ? await openRuns.GetAsync(tenant, id, cancellationToken) : null;
        var waiting = open is null ? [] : WaitingReasons.Of(open, await agents.SeenAsync(cancellationToken), clock.GetUtcNow());
        var budget = await queries.DocumentAsync(tenant, id, DocumentKeys.Budget, cancellationToken);
        var output = run.Status != nameof(RunStatus.Completed) ? null : await queries.DocumentAsync(tenant, id, DocumentKeys.Output, cancellationToken);
        return new RunDetails(
            RunSummary.Of(run), [.. steps.Select(StepView.Of)],
            output is { Length: <= MaxInlineOutput } ? JsonElement.Parse(output) : null,
            output is null ? null : $"/v1/runs/{id}/output", waiting, budget is null ? null : JsonElement.Parse(budget), omitted);
    }

    /// <summary>A page of open runs that do not move by themselves, oldest first, and the cursor of the next page.</summary>
    public async Task<(IReadOnlyList<StuckRun> Runs, string? Next)> StuckAsync(string tenant, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var seen = await agents.SeenAsync(cancellationToken);
        var open = await openRuns.ListAsync(tenant, limit + 1, after, cancellationToken);
        var stuck = open.Take(limit).Select(one => (one.Run, Why: WaitingReasons.Of(one, seen, clock.GetUtcNow()))).Where(one => one.Why.Count > 0);
        return (
            [.. stuck.Select(one => new StuckRun(
                one.Run.Id, one.Run.Namespace, one.Run.Name, one.Run.Version, one.Run.Status, one.Run.CreatedAt, one.Run.UpdatedAt, one.Why))],
            open.Count > limit ? Paging.Cursor(open[limit - 1].Run.CreatedAt, open[limit - 1].Run.Id) : null);
    }

    /// <summary>A page of a run's steps in the order of their ids, and the cursor of the next page.</summary>
    public async Task<Page<StepView>> StepsAsync(string tenant, Guid id, int limit, string? after, CancellationToken cancellationToken)
    {
        await GetAsync(tenant, id, cancellationToken);
        var steps = await queries.StepsAsync(tenant, id, limit + 1, after, cancellationToken);
        return new Page<StepView>([.. steps.Take(limit).Select(StepView.Of)], steps.Count > limit ? Paging.StepCursor(steps[limit - 1].Step) : null);
    }

    /// <summary>A document of a run as UTF-8 JSON.</summary>
    public async Task<byte[]> DocumentAsync(string tenant, Guid id, string key, CancellationToken cancellationToken)
    {
        var run = await GetAsync(tenant, id, cancellationToken);
        return await queries.DocumentAsync(tenant, id, key, cancellationToken) ?? throw new ProblemException(
            StatusCodes.Status404NotFound, "no-document", "Not found.", $"Run {id} has no {key}; its state is {run.Status}.");
    }
}
