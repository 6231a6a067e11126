using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Runs;

/// <summary><c>/v1/runs/{id}/...</c>: what operators may have a run do. Each is in its history with who asked and why.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder api)
    {
        var run = api.MapGroup("/runs/{id:guid}").WithTags("Runs");
        Describe<CancelRunRequest>(run.MapPost("/cancel", CancelAsync), "Cancels a run; completed steps that have a compensation are compensated unless told not to.");
        Describe<ControlRequest>(run.MapPost("/pause", PauseAsync), "Pauses a run: nothing new is sent; results, timers and answers that come are kept.");
        Describe<ControlRequest>(run.MapPost("/resume", ResumeAsync), "Resumes a paused run: what was kept takes effect, and parked steps are tried again.");
        Describe<RetryRunRequest>(run.MapPost("/retry", RetryAsync), "Tries again what failed: the failed step of a faulted run, parked steps, failed compensations.");
        Describe<RestartRunRequest>(run.MapPost("/restart", RestartAsync), "Has the run go on from an earlier task, with the input it had then.");
        var step = run.MapGroup("/steps/{step}");
        Describe<ControlRequest>(step.MapPost("/retry", RetryStepAsync), "Tries one step again, now. The step's id is one path segment: percent-encode it.");
        Describe<StepByHandRequest>(step.MapPost("/complete", CompleteAsync), "Completes an open step, or a failed compensation, with the output in the body.");
        Describe<StepByHandRequest>(step.MapPost("/skip", SkipAsync), "Goes on without an open step, as if its condition had been false.");
    }

    private static void Describe<T>(RouteHandlerBuilder route, string summary)
        where T : notnull =>
        route.RequireAuthorization(Roles.Operator).Accepts<T>("application/json").Produces<RunSummary>(202)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).WithSummary(summary);

    private static async Task<Accepted<RunSummary>> CancelAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, RunCommander commander, IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var (caller, body) = (Caller.Of(user), await BodyAsync(request, new CancelRunRequest(), GatewayJson.Default.CancelRunRequest, options, cancellationToken));
        return Accepted(id, await commander.SendAsync(
            caller, id, command => new CancelRun(caller.Tenant, id, command, caller.Name, body.Reason, body.Compensate), ContractsJson.Default.CancelRun,
            m => new RunEvent.CancelRequested(m.Command, m.By, m.Reason, m.Compensate), cancellationToken));
    }

    private static async Task<Accepted<RunSummary>> PauseAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, RunCommander commander, IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var (caller, body) = (Caller.Of(user), await BodyAsync(request, new ControlRequest(), GatewayJson.Default.ControlRequest, options, cancellationToken));
        return Accepted(id, await commander.SendAsync(
            caller, id, command => new PauseRun(caller.Tenant, id, command, caller.Name, body.Reason), ContractsJson.Default.PauseRun,
            m => new RunEvent.PauseRequested(m.Command, m.By, m.Reason), cancellationToken));
    }

    private static async Task<Accepted<RunSummary>> ResumeAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, RunCommander commander, IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var (caller, body) = (Caller.Of(user), await BodyAsync(request, new ControlRequest(), GatewayJson.Default.ControlRequest, options, cancellationToken));
        return Accepted(id, await commander.SendAsync(
            caller, id, command => new ResumeRun(caller.Tenant, id, command, caller.Name, body.Reason), ContractsJson.Default.ResumeRun,
            m => new RunEvent.ResumeRequested(m.Command, m.By, m.Reason), cancellationToken));
    }

    private static async Task<Accepted<RunSummary>> RetryAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, RunCommander commander, IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(request, new RetryRunRequest(), GatewayJson.Default.RetryRunRequest, options, cancellationToken);
        return await SendRetryAsync(Caller.Of(user), id, body.Step, body.Reason, commander, cancellationToken);
    }

    private static async Task<Accepted<RunSummary>> RetryStepAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, string step, RunCommander commander, IOptions<GatewayOptions> options,
        CancellationToken cancellationToken)
    {
        var body = await BodyAsync(request, new ControlRequest(), GatewayJson.Default.ControlRequest, options, cancellationToken);
        return await SendRetryAsync(Caller.Of(user), id, StepId(step), body.Reason, commander, cancellationToken);
    }

    private static async Task<Accepted<RunSummary>> SendRetryAsync(
        Caller caller, Guid id, string? step, string? reason, RunCommander commander, CancellationToken cancellationToken) =>
        Accepted(id, await commander.SendAsync(
            caller, id, command => new RetryStep(caller.Tenant, id, command, caller.Name, step, reason), ContractsJson.Default.RetryStep,
            m => new RunEvent.RetryRequested(m.Command, m.By, m.Step, m.Reason), cancellationToken));

    private static async Task<Accepted<RunSummary>> RestartAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, RunCommander commander, IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var (caller, body) = (Caller.Of(user), await BodyAsync(request, new RestartRunRequest(), GatewayJson.Default.RestartRunRequest, options, cancellationToken));
        if (string.IsNullOrEmpty(body.From))
        {
            throw ApiProblem.Invalid("/from", "from is missing; the path of a task such as '/do/2/check', or the id of a step, is wanted.");
        }

        var (step, origin) = await commander.OriginAsync(caller, id, body.From, cancellationToken);
        return Accepted(id, await commander.SendAsync(
            caller, id, command => new RestartStep(caller.Tenant, id, command, caller.Name, step, origin, body.Reason), ContractsJson.Default.RestartStep,
            m => new RunEvent.RestartRequested(m.Command, m.By, m.Step, m.Origin, m.Reason), cancellationToken));
    }

    private static async Task<Accepted<RunSummary>> CompleteAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, string step, RunCommander commander, IOptions<GatewayOptions> options,
        CancellationToken cancellationToken)
    {
        var (caller, body) = (Caller.Of(user), await BodyAsync(request, new StepByHandRequest(), GatewayJson.Default.StepByHandRequest, options, cancellationToken));
        var output = body.Output ?? throw ApiProblem.Invalid("/output", "output is missing; the step's output as JSON is wanted. To go on without one, skip the step.");
        return Accepted(id, await commander.SendAsync(
            caller, id, command => new CompleteStep(caller.Tenant, id, command, caller.Name, StepId(step), output, body.Reason), ContractsJson.Default.CompleteStep,
            m => new RunEvent.StepCompletedByHand(m.Command, m.By, m.Step, m.Output, m.Reason), cancellationToken));
    }

    private static async Task<Accepted<RunSummary>> SkipAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, string step, RunCommander commander, IOptions<GatewayOptions> options,
        CancellationToken cancellationToken)
    {
        var (caller, body) = (Caller.Of(user), await BodyAsync(request, new StepByHandRequest(), GatewayJson.Default.StepByHandRequest, options, cancellationToken));
        return Accepted(id, await commander.SendAsync(
            caller, id, command => new SkipStep(caller.Tenant, id, command, caller.Name, StepId(step), body.Output, body.Reason), ContractsJson.Default.SkipStep,
            m => new RunEvent.StepSkipped(m.Command, m.By, m.Step, m.Output, m.Reason), cancellationToken));
    }

    private static async Task<T> BodyAsync<T>(
        HttpRequest request, T none, JsonTypeInfo<T> json, IOptions<GatewayOptions> options, CancellationToken cancellationToken) =>
        request.ContentLength is null or 0 && request.ContentType is null
            ? none
            : await RequestBody.ReadJsonAsync(request, json, options.Value.MaxBodyBytes, cancellationToken);

    // The server decodes a path but for its slashes.
    private static string StepId(string step) => step.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static Accepted<RunSummary> Accepted(Guid id, RunSummary run) => TypedResults.Accepted($"/v1/runs/{id}", run);
}
