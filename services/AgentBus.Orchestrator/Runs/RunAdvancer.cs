using System.Diagnostics;
using System.Text.Json;
using AgentBus.Orchestrator.Circuits;
using AgentBus.Orchestrator.Saga;
using AgentBus.Storage.Inbox;
using AgentBus.Storage.Runs;
using AgentBus.Workflows;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Runs;

/// <summary>The shell around the engine: loads what it reads, asks it, and turns its effects into a write set.</summary>
internal sealed class RunAdvancer(
    IRunStore runs,
    DefinitionCache definitions,
    WorkflowLookup workflows,
    ExternalDocuments externals,
    MemoryGuard memory,
    CircuitWatch circuits,
    IInboxStore inbox,
    SettledAttempts settled,
    AnsweredInTime answers,
    RunMoves moves,
    IOptions<WorkflowLimits> limits,
    TimeProvider clock,
    ILogger<RunAdvancer> logger)
{
    // Data-dependent jumps ask again a few times at most; more means the engine and the store disagree.
    private const int MaxReads = 64;

    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    /// <summary>The decision, or null when the event changes nothing.</summary>
    /// <param name="run">The run as loaded.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="message">The message's id, where nothing else tells a repetition; null = it has a natural key.</param>
    /// <param name="cancellationToken">Hands the message back.</param>
    public async Task<RunDecision?> DecideAsync(RunSaga run, RunEvent happened, Guid? message, CancellationToken cancellationToken)
    {
        if (message is { } id && await inbox.HasAsync(run.Row.Tenant, run.Row.Id, id, cancellationToken))
        {
            Log.NothingChanged(logger, run.CorrelationId, happened.GetType().Name);
            return null;
        }

        var definition = await definitions.GetAsync(run.Row, cancellationToken);
        var now = clock.GetUtcNow();
        happened = await memory.CheckAsync(run.Row, happened, cancellationToken);
        var decision = happened is RunEvent.MoveRequested move
            ? await moves.DecideAsync(run.Row, definition, run.State, move, cancellationToken)
            : await AskAsync(definition, run, happened, now, cancellationToken);
        var repeated = await settled.IsRepetitionAsync(run.Row, happened, decision, cancellationToken);
        var contradicts = await answers.ContradictsAsync(run.Row, decision, cancellationToken);
        if (contradicts && happened is not RunEvent.TimerElapsed)
        {
            throw new RunMovedOnException(run.CorrelationId); // It will: the answer is on its way, and this is decided on it again.
        }

        // What only its id can tell from a repetition is written down even if it changes nothing: later it might.
        if (repeated || contradicts || (message is null && decision.Effects.Count == 0 && ReferenceEquals(decision.State, run.State)))
        {
            Log.NothingChanged(logger, run.CorrelationId, happened.GetType().Name);
            return null;
        }

        await workflows.StoreAsync(run.Row.Tenant, run.CorrelationId, decision, cancellationToken);
        circuits.Note(happened, decision);
        Log.Decided(logger, run.CorrelationId, happened.GetType().Name, decision.Effects.Count, decision.State.Status);
        if (decision.EndsRun)
        {
            Log.RunEnded(logger, run.CorrelationId, definition.Key.ToString(), decision.State.Status);
        }

        return new RunDecision(decision, definition.Key, happened, now, Activity.Current?.Id, message);
    }

    private async Task<Decision> AskAsync(
        WorkflowDefinition definition, RunSaga run, RunEvent happened, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Most events need no document beyond their own data; what one does need is named by the decision itself, which is then made again.
        var loaded = run.Known;
        foreach (var key in loaded.Keys.Where(IsAnswer))
        {
            loaded.Remove(key); // What is no document of the run may have another answer by now.
        }

        var decision = Advance(definition, run, loaded, happened, now);
        for (var round = 0; round < MaxReads && !decision.Missing.IsEmpty; round++)
        {
            await LoadAsync(run.Row, decision.Missing, loaded, cancellationToken);
            decision = Advance(definition, run, loaded, happened, now);
        }

        return decision.Missing.IsEmpty
            ? decision
            : Undecidable(definition, run, $"The engine asked {MaxReads} times for documents; last for {string.Join(", ", decision.Missing.Keys.Take(5))}.", now);
    }

    private static bool IsAnswer(string key) => ExternalKeys.IsExternal(key) || DocumentKeys.AsksForWorkflow(key) is not null;

    // A decision that fails would fail again with every delivery: the run ends with the reason instead of staying as it is, unseen.
    private Decision Advance(
        WorkflowDefinition definition, RunSaga run, Dictionary<string, JsonElement> loaded, RunEvent happened, DateTimeOffset now)
    {
        try
        {
            return Engine.Advance(definition, run.State, new RunData(loaded), happened, now, limits.Value);
        }
        catch (Exception e)
        {
            return Undecidable(definition, run, e.Message, now);
        }
    }

    private Decision Undecidable(WorkflowDefinition definition, RunSaga run, string reason, DateTimeOffset now)
    {
        Log.Undecidable(logger, run.CorrelationId, reason);
        var error = JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["type"] = "https://serverlessworkflow.io/spec/1.0.0/errors/runtime",
            ["status"] = 500,
            ["title"] = "The run cannot be decided",
            ["detail"] = reason,
            ["at"] = now,
        });
        return AbandonedRun.End(definition, run.State, error, now);
    }

    private async Task LoadAsync(LoadedRun run, ReadSet reads, Dictionary<string, JsonElement> loaded, CancellationToken cancellationToken)
    {
        if (reads.IsEmpty)
        {
            return;
        }

        foreach (var key in reads.Keys)
        {
            if (DocumentKeys.AsksForWorkflow(key) is { } asked)
            {
                loaded[key] = await workflows.AnswerAsync(run.Tenant, asked, cancellationToken);
            }
            else if (ExternalKeys.IsExternal(key))
            {
                loaded[key] = await externals.LoadAsync(run, key, cancellationToken);
            }
        }

        reads = reads with { Keys = [.. reads.Keys.Where(key => !loaded.ContainsKey(key))] };
        if (reads.IsEmpty)
        {
            return;
        }

        // What is known already was stored by a decision that is not written yet: it counts, not what the store has.
        var data = await runs.LoadDocumentsAsync(run.Tenant, run.Id, reads, cancellationToken);
        var keys = reads.Keys.Concat(reads.Collections.SelectMany(
            c => Enumerable.Range(0, c.Count).Select(i => CollectionRead.ItemKey(c.Prefix, i))));
        foreach (var key in keys)
        {
            if (data.TryGet(key, out var value))
            {
                loaded.TryAdd(key, value);
            }
            else if (DocumentKeys.MayBeMissing(key))
            {
                loaded.TryAdd(key, Nothing);
            }
        }
    }
}
