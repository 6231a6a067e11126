using System.Security.Claims;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.JsonSchema;
using AgentBus.Storage.Approvals;
using AgentBus.Storage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Approvals;

/// <summary><c>/v1/approvals</c>: questions to people, each decided once.</summary>
internal static class ApprovalEndpoints
{
    private const string Open = "open";
    private const int MaxComment = 4_000;
    private static readonly JsonElement NoForm = JsonElement.Parse("null");
    private static readonly IReadOnlyList<string> States = [Open, "approved", "denied", "timedOut", "cancelled"];

    public static void MapApprovals(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/approvals").WithTags("Approvals");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400)
            .WithSummary("Lists approvals, newest first, by state and run; mine=true: only those the caller is asked to decide. " +
                "'next' goes into cursor for the next page.");
        group.MapGet("/{id:guid}", GetAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(404).WithSummary("One approval.");
        group.MapPost("/{id:guid}", DecideAsync).RequireAuthorization(Roles.Decider).Accepts<DecideRequest>("application/json")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Approves or denies. The first decision counts; a later one is 409 and is told who decided. Only who is asked may decide, " +
                "or any approver where nobody is named; operators and admins may override, which is recorded.");
    }

    private static async Task<Ok<Page<ApprovalDetails>>> ListAsync(
        ClaimsPrincipal user, string? state, string? run, string? mine, string? limit, string? cursor, IApprovalStore store,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var isMine = Paging.OneOf("mine", mine, ["true", "false"]) == "true";
        var filter = new ApprovalFilter(
            Paging.OneOf("state", state, States), Paging.Id("run", run), isMine ? new Person(caller.Name, caller.Groups) : null);
        var size = Paging.Limit(limit);
        var rows = await store.ListAsync(caller.Tenant, filter, size + 1, Paging.Cursor(cursor), cancellationToken);
        return TypedResults.Ok(new Page<ApprovalDetails>(
            [.. rows.Take(size).Select(ApprovalDetails.Of)],
            rows.Count > size ? Paging.Cursor(rows[size - 1].CreatedAt, rows[size - 1].Id) : null));
    }

    private static async Task<Ok<ApprovalDetails>> GetAsync(
        ClaimsPrincipal user, Guid id, IApprovalStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(ApprovalDetails.Of(await FindAsync(store, Caller.Of(user).Tenant, id, cancellationToken)));

    private static async Task<Ok<ApprovalDetails>> DecideAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, IApprovalStore store, IOptions<GatewayOptions> options, TimeProvider clock,
        ILogger<ApprovalDetails> logger, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadJsonAsync(request, GatewayJson.Default.DecideRequest, options.Value.MaxBodyBytes, cancellationToken);
        var approved = Approves(body);
        var approval = await FindAsync(store, caller.Tenant, id, cancellationToken);
        RefuseLate(approval);
        var overrides = ApproverRights.Overrides(approval, caller);
        CheckForm(approval, body, approved);

        var decision = new ApprovalDecision(approved, caller.Name, body.Comment, clock.GetUtcNow(), overrides);
        var message = GatewayMessages.ToOrchestrator(
            NaturalId.Of("decide", id.ToString()),
            new DecideApproval(caller.Tenant, approval.Run, approval.Step, approved, caller.Name, body.Comment, body.Form, overrides),
            ContractsJson.Default.DecideApproval, decision.At);
        var decided = await store.DecideAsync(caller.Tenant, id, decision, message, cancellationToken);
        var after = await FindAsync(store, caller.Tenant, id, cancellationToken);
        if (!decided)
        {
            RefuseLate(after);
        }

        Log.ApprovalDecided(logger, id, approval.Run, caller.Name, approved, overrides);
        return TypedResults.Ok(ApprovalDetails.Of(after));
    }

    private static bool Approves(DecideRequest body)
    {
        if (body.Comment is { Length: > MaxComment })
        {
            throw ApiProblem.Invalid("/comment", $"The comment has {body.Comment.Length} characters; at most {MaxComment} are kept.");
        }

        return body.Decision switch
        {
            "approve" => true,
            "deny" => false,
            var other => throw ApiProblem.Invalid("/decision", $"decision is '{other}'; 'approve' or 'deny' is wanted."),
        };
    }

    private static void RefuseLate(ApprovalView approval)
    {
        if (approval.State != Open)
        {
            throw ApiProblem.Conflict("already-decided", approval switch
            {
                { DecidedBy: { } by } => $"Approval {approval.Id} was {approval.State} by {by} at {approval.DecidedAt:u}.",
                { State: "timedOut" } => $"Approval {approval.Id} timed out at {approval.DecidedAt:u}. {approval.Comment}",
                _ => $"Approval {approval.Id} was {approval.State} at {approval.DecidedAt:u}: its run no longer waits for it.",
            });
        }
    }

    private static void CheckForm(ApprovalView approval, DecideRequest body, bool approved)
    {
        if (!approved || approval.Form is null || !Schema.TryCompile(JsonElement.Parse(approval.Form), out var schema, out _))
        {
            return;
        }

        if (schema.Validate(body.Form ?? NoForm) is { Count: > 0 } errors)
        {
            if (body.Form is null)
            {
                throw ApiProblem.Invalid("/form", "This approval asks for a form; send 'form' as its schema says.");
            }

            throw ApiProblem.Invalid(
                "The form does not meet the approval's schema.",
                [.. errors.Select(e => new ProblemError(null, null, $"/form{e.InstancePath}", e.Message))]);
        }
    }

    private static async Task<ApprovalView> FindAsync(IApprovalStore store, string tenant, Guid id, CancellationToken cancellationToken) =>
        await store.GetAsync(tenant, id, cancellationToken) ?? throw ApiProblem.NotFound("approval", id);
}
