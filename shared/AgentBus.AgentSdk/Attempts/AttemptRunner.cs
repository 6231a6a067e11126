using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.AgentSdk.Chat;
using AgentBus.AgentSdk.Memory;
using AgentBus.Contracts;
using Microsoft.Extensions.Logging;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>Reads the input, lets the agent work, and turns whatever comes of it into a typed result.</summary>
internal sealed class AttemptRunner<TInput, TOutput>(
    IAgent<TInput, TOutput> agent, JsonTypeInfo<TInput> inputJson, JsonTypeInfo<TOutput> outputJson, ContextFactory contexts) : IAttemptRunner
{
    /// <summary>A step's output may have 1 MB as UTF-8 JSON.</summary>
    internal const int MaxOutputBytes = 1024 * 1024;

    public async Task<AttemptFinished> RunAsync(DispatchAttempt dispatch, CancellationToken stop)
    {
        var (time, logger) = (contexts.Clock.Time, contexts.Clock.Logger);
        using var scope = logger.BeginScope(new Dictionary<string, object?>
        {
            ["Run"] = dispatch.Run,
            ["Step"] = dispatch.Step,
            ["Attempt"] = dispatch.Attempt,
            ["Tenant"] = dispatch.Tenant,
        });
        using var span = AttemptSpan.Start(contexts.Descriptor, dispatch);
        var started = time.GetUtcNow();
        var meter = new UsageMeter();
        var memories = contexts.Memory(dispatch);
        var judgements = new AttemptJudgements();
        var ending = await EndAsync(dispatch, contexts.Create(dispatch, meter, memories, judgements, stop), stop);
        var ended = time.GetUtcNow();
        span.Ended(ending, meter.Total(), ended - started);
        var level = ending.Kind == AgentResultKind.Done ? LogLevel.Debug : LogLevel.Information;
        Log.AttemptEnded(logger, level, dispatch.Attempt, dispatch.Step, ending.Kind, (long)(ended - started).TotalMilliseconds);
        var descriptor = contexts.Descriptor;
        return new AttemptFinished(
            dispatch.Tenant, dispatch.Run, dispatch.Step, dispatch.Attempt, descriptor.Name, descriptor.Version, contexts.Clock.Options.Name,
            ending.Kind, ending.Output, Failures.Bound(ending.Failure), ending.RetryAfter?.TotalSeconds, meter.Total(), started, ended,
            ending.Kind == AgentResultKind.Done ? memories.Puts() : null, judgements.All());
    }

    private async Task<Ending> EndAsync(DispatchAttempt dispatch, AgentContext context, CancellationToken stop)
    {
        using var late = DeadlineOf(dispatch);
        if (late.IsCancellationRequested)
        {
            return Failures.Late(dispatch);
        }

        try
        {
            var input = dispatch.Input.Deserialize(inputJson)
                ?? throw new JsonException("The input is the JSON null.", "$", null, null);
            return await RunAsync(input, dispatch, context, late.Token, stop);
        }
        catch (JsonException exception)
        {
            return Failures.Unfit(contexts.Descriptor.Name, exception);
        }
    }

    private async Task<Ending> RunAsync(
        TInput input, DispatchAttempt dispatch, AgentContext context, CancellationToken late, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late, stop);
        try
        {
            var result = await agent.RunAsync(input, context, either.Token);
            return result.Kind == AgentResultKind.Done ? Written(result) : new Ending(result.Kind, null, result.Failure, result.RetryAfter);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return Failures.Late(dispatch);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Failures.Stopping();
        }
        catch (Exception exception)
        {
            Log.AttemptThrew(contexts.Clock.Logger, exception, dispatch.Attempt, dispatch.Step);
            return Failures.Of(exception);
        }
    }

    private Ending Written(AgentResult<TOutput> result)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(result.Output!, outputJson);
        return bytes.Length <= MaxOutputBytes
            ? new Ending(AgentResultKind.Done, JsonElement.Parse(bytes))
            : Failures.TooLarge(contexts.Descriptor.Name, bytes.Length, MaxOutputBytes);
    }

    private CancellationTokenSource DeadlineOf(DispatchAttempt dispatch)
    {
        if (dispatch.Deadline is not { } deadline)
        {
            return new CancellationTokenSource();
        }

        var left = deadline - contexts.Clock.Time.GetUtcNow();

        // A timer takes at most 49 days; nothing waits longer.
        return new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, TimeSpan.FromDays(49).Ticks)), contexts.Clock.Time);
    }
}
