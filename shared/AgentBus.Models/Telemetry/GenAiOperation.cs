using System.Diagnostics;
using AgentBus.Models.Gateway;
using AgentBus.Models.Routing.Planning;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Telemetry;

/// <summary>
/// One logical chat call as a span and its metrics; each try is a span of its own below it (<see cref="TrySpan"/>). Never holds what was said. Safe for a cached answer
/// that another call is just getting: what a call planned itself is told with its plan, the rest with the answer.
/// </summary>
internal sealed class GenAiOperation : IDisposable
{
    /// <summary>For a name that no model has: callers could make up any number of them, and each would be a series of its own.</summary>
    private const string OtherModel = "_OTHER";

    private readonly Activity? _activity;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly string _model;
    private TagList _tags;
    private long _lastPiece;

    private GenAiOperation(Activity? activity, TimeProvider time, string model)
    {
        (_activity, _time, _model, _start) = (activity, time, model, time.GetTimestamp());
        _tags = new TagList { { GenAi.OperationName, GenAi.Chat } };
    }

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    public static GenAiOperation Start(ChatCall call, bool isStream, TimeProvider time)
    {
        var activity = ModelsTelemetry.Activities.StartActivity($"{GenAi.Chat} {call.Model}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            Describe(activity, call.Options, isStream);
            Describe(activity, call.Hints);
            activity.SetTag(GenAi.OperationName, GenAi.Chat).SetTag(GenAi.RequestModel, call.Model);
        }

        return new GenAiOperation(activity, time, call.Model);
    }

    /// <summary>Where it was decided to go first, which holds however the call ends.</summary>
    public void Routed(CallPlan plan) => _activity?
        .SetTag(GenAi.RoutePolicy, plan.Policy)
        .SetTag(GenAi.RouteVersion, plan.Version)
        .SetTag(GenAi.RouteArm, plan.Decision.Chosen.Model.Name)
        .SetTag(GenAi.RoutePropensity, plan.Decision.Propensity)
        .SetTag(GenAi.RouteExplore, plan.Decision.IsExploration);

    /// <summary>A piece of a stream came.</summary>
    public void Piece()
    {
        var now = _time.GetTimestamp();
        var (instrument, since) = _lastPiece == 0 ? (ModelsTelemetry.FirstChunk, _start) : (ModelsTelemetry.Chunk, _lastPiece);
        var took = _time.GetElapsedTime(since, now).TotalSeconds;
        if (_lastPiece == 0)
        {
            _activity?.SetTag(GenAi.TimeToFirstChunk, took);
        }

        instrument.Record(took, Tags());
        _lastPiece = now;
    }

    public void Succeeded(ChatAnswer answer)
    {
        var usage = answer.Response.Usage;
        _activity?.SetTag(GenAi.ProviderName, answer.Provider)
            .SetTag(GenAi.ResponseModel, answer.Model)
            .SetTag(GenAi.ResponseId, answer.Response.ResponseId)
            .SetTag(GenAi.FinishReasons, new[] { answer.Response.FinishReason?.Value ?? "stop" })
            .SetTag(GenAi.InputTokens, usage?.InputTokenCount)
            .SetTag(GenAi.CachedInputTokens, usage?.CachedInputTokenCount)
            .SetTag(GenAi.OutputTokens, usage?.OutputTokenCount)
            .SetTag(GenAi.Cost, (double)answer.CostUsd)
            .SetTag(GenAi.RouteReason, answer.Reason)
            .SetTag(GenAi.RouteDecision, answer.Decision?.ToString())
            .SetTag(GenAi.CacheHit, answer.IsKept);
        _tags.Add(GenAi.ProviderName, answer.Provider);
        _tags.Add(GenAi.ResponseModel, answer.Model);
        if (!answer.IsKept)
        {
            Count(usage?.InputTokenCount, "input");
            Count(usage?.OutputTokenCount, "output");
            ModelsTelemetry.Cost.Add((double)answer.CostUsd, Tags());
        }
    }

    /// <param name="code">Code of the error.</param>
    /// <param name="costUsd">What it cost all the same.</param>
    public void Failed(string code, decimal costUsd)
    {
        _activity?.SetTag(GenAi.ErrorType, code).SetStatus(ActivityStatusCode.Error, code).SetTag(GenAi.Cost, (double)costUsd);
        _tags.Add(GenAi.ErrorType, code);
        if (costUsd > 0)
        {
            ModelsTelemetry.Cost.Add((double)costUsd, Tags());
        }
    }

    public void Dispose()
    {
        ModelsTelemetry.Duration.Record(Elapsed.TotalSeconds, Tags());
        _activity?.Dispose();
    }

    private static void Describe(Activity activity, ChatOptions options, bool isStream) => activity
        .SetTag(GenAi.RequestMaxTokens, options.MaxOutputTokens)
        .SetTag(GenAi.RequestTemperature, options.Temperature)
        .SetTag(GenAi.RequestTopP, options.TopP)
        .SetTag(GenAi.RequestSeed, options.Seed)
        .SetTag(GenAi.RequestStop, options.StopSequences is { Count: > 0 } stop ? stop.ToArray() : null)
        .SetTag(GenAi.RequestStream, isStream ? true : null)
        .SetTag(GenAi.OutputType, options.ResponseFormat is ChatResponseFormatJson ? "json" : "text");

    private static void Describe(Activity activity, CallHints hints) => activity
        .SetTag(GenAi.ConversationId, hints.Run?.ToString())
        .SetTag(GenAi.AgentName, hints.Agent)
        .SetTag(GenAi.WorkflowName, hints.Workflow)
        .SetTag(GenAi.Tenant, hints.Tenant)
        .SetTag(GenAi.Step, hints.Step)
        .SetTag(GenAi.StepType, hints.KindOfWork is { Length: > 0 } kind ? kind : null);

    private TagList Tags()
    {
        var tags = _tags;
        var isUnknown = tags.Contains(new(GenAi.ErrorType, ModelErrorCodes.UnknownModel));
        tags.Add(GenAi.RequestModel, isUnknown ? OtherModel : _model);
        return tags;
    }

    private void Count(long? tokens, string type)
    {
        if (tokens is { } count)
        {
            var tags = Tags();
            tags.Add(GenAi.TokenType, type);
            ModelsTelemetry.Tokens.Record(count, tags);
        }
    }
}
