using System.Security.Claims;
using System.Text.Json;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Definitions;
using AgentBus.Storage.Queries;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Definitions.Comparison;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentBus.Gateway.Runs;

/// <summary><c>/v1/runs/{id}/plans</c>: what was planned, and how each plan differs from the one before.</summary>
internal static class PlanEndpoints
{
    private const int PageSize = 500;

    public static void MapPlans(this IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{id:guid}/plans", ListAsync).RequireAuthorization(Roles.Viewer).WithTags("Runs").ProducesProblem(404)
            .WithSummary("The plans that a run's 'call: plan' steps made, oldest first, of one step with 'step'; each with what changed since the one before.");

    private static async Task<Ok<Page<PlanView>>> ListAsync(
        ClaimsPrincipal user, Guid id, string? step, RunReader reader, IRunQueries queries, CancellationToken cancellationToken)
    {
        var run = await reader.GetAsync(Caller.Of(user).Tenant, id, cancellationToken);
        var plans = new List<PlanView>();
        var after = 0L;
        while (await queries.HistoryAsync(run.Tenant, id, after, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page.Where(entry => step is null || entry.Step == step))
            {
                if (entry.Type == "plan.made" && await PlanAsync(queries, run, entry, plans, cancellationToken) is { } plan)
                {
                    plans.Add(plan);
                }
                else if (entry.Type == "child.started" && plans.FindLastIndex(plan => plan.Step == entry.Step) is >= 0 and var at)
                {
                    plans[at] = plans[at] with { Run = Data(entry).GetProperty("run").GetGuid() };
                }
            }

            after = page[^1].Number;
        }

        return TypedResults.Ok(new Page<PlanView>(plans, null));
    }

    private static async Task<PlanView?> PlanAsync(
        IRunQueries queries, RunView run, HistoryEntry entry, List<PlanView> earlier, CancellationToken cancellationToken)
    {
        var data = Data(entry);
        if (await queries.DocumentAsync(run.Tenant, run.Id, data.GetProperty("plan").GetString()!, cancellationToken) is not { } document)
        {
            return null;
        }

        var plan = JsonElement.Parse(document);
        var before = earlier.LastOrDefault(other => other.Step == entry.Step);
        return new PlanView(
            entry.Step!, data.GetProperty("number").GetInt32(), entry.At, plan, null,
            before is null ? null : [.. DefinitionDiff.Between(Read(before.Plan), Read(plan)).Changes.Select(ChangeView.Of)]);
    }

    // It was checked before it was kept.
    private static WorkflowDefinition Read(JsonElement plan) => DefinitionReader.Read(
        $$"""{ "document": { "dsl": "1.0.3", "namespace": "plans", "name": "plan", "version": "1.0.0" }, "do": {{plan.GetProperty("do").GetRawText()}} }""").Definition!;

    private static JsonElement Data(HistoryEntry entry) => JsonElement.Parse(entry.Data);
}

/// <summary>A plan that an agent made.</summary>
/// <param name="Number">1 for the step's first.</param>
/// <param name="Plan"><c>{do: [...]}</c>.</param>
/// <param name="Run">The run that carries it out; missing while it waits for approval.</param>
/// <param name="Changes">What is different from the step's plan before; missing for the first.</param>
internal sealed record PlanView(
    string Step, int Number, DateTimeOffset At, JsonElement Plan, Guid? Run, IReadOnlyList<ChangeView>? Changes);
