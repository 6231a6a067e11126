using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>
/// Commits a Pending run with its input and its StartRun message. A repetition after a lost answer finds the first run by its
/// idempotency key.
/// </summary>
internal sealed class RunStarter(DefinitionCatalog definitions, IRunStore runs, TimeProvider clock, ILogger<RunStarter> logger)
{
    private const int MaxKeyLength = 255;

    public async Task<StartedRun> StartAsync(Caller caller, StartRunRequest request, string? key, CancellationToken cancellationToken)
    {
        if (key is { } given && (given.Length is 0 or > MaxKeyLength || given.Any(c => c is < ' ' or > '~')))
        {
            throw ApiProblem.Invalid($"Idempotency-Key must have 1 to {MaxKeyLength} printable ASCII characters.");
        }

        var reference = WorkflowReference.Parse(request.Workflow, "/workflow");
        var definition = await definitions.FindAsync(caller.Tenant, reference, cancellationToken);
        var input = request.Input is { ValueKind: not JsonValueKind.Undefined } wanted ? wanted : JsonElement.Parse("{}");
        CheckInput(definition, input);

        var started = await runs.StartAsync(NewRun(caller, definition.Key, input, key), cancellationToken);
        if (!started.Created && !started.SameRequest)
        {
            throw ApiProblem.Conflict("idempotency-key-reused",
                $"The Idempotency-Key '{key}' started run {started.Run} with another workflow or input. Use another key for another run.");
        }

        if (started.Created)
        {
            Log.RunStarted(logger, started.Run, definition.Key.ToString(), caller.Name);
        }

        return started;
    }

    private static void CheckInput(WorkflowDefinition definition, JsonElement input)
    {
        if (definition.Input?.Schema?.Validate(input) is { Count: > 0 } errors)
        {
            throw new ProblemException(
                StatusCodes.Status400BadRequest, "input-invalid", "The input does not fit the workflow.",
                $"The input does not meet input.schema of {definition.Key}: " +
                string.Join("; ", errors.Take(3).Select(e => $"/input{e.InstancePath}: {e.Message}")),
                [.. errors.Select(e => new ProblemError(null, null, $"/input{e.InstancePath}", e.Message))]);
        }
    }

    private NewRun NewRun(Caller caller, DefinitionKey definition, JsonElement input, string? key)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return new NewRun(
            id, caller.Tenant, definition.Namespace, definition.Name, definition.Version, Encoding.UTF8.GetBytes(input.GetRawText()),
            RunState.New(id, now).ToBytes(), key, caller.Name, now,
            GatewayMessages.ToOrchestrator(
                NaturalId.Of("start", id.ToString()), new StartRun(caller.Tenant, id), ContractsJson.Default.StartRun, now));
    }
}
