using System.Diagnostics;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Telemetry;

/// <summary>One logical chat call as a span and its metrics. Never holds what was said.</summary>
internal sealed class GenAiOperation : IDisposable
{
    private readonly Activity? _activity;
    private readonly TimeProvider _time;
    private readonly long _start;
    private TagList _tags;

    private GenAiOperation(Activity? activity, TimeProvider time, string model)
    {
        (_activity, _time, _start) = (activity, time, time.GetTimestamp());
        _tags = new TagList { { GenAi.OperationName, GenAi.Chat }, { GenAi.RequestModel, model } };
    }

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    public static GenAiOperation Start(ChatCall call, TimeProvider time)
    {
        var activity = ModelsTelemetry.Activities.StartActivity($"{GenAi.Chat} {call.Model}", ActivityKind.Client);
        activity?.SetTag(GenAi.OperationName, GenAi.Chat)
            .SetTag(GenAi.RequestModel, call.Model)
            .SetTag(GenAi.RequestMaxTokens, call.Options.MaxOutputTokens)
            .SetTag(GenAi.RequestTemperature, call.Options.Temperature)
            .SetTag(GenAi.OutputType, call.Options.ResponseFormat is Microsoft.Extensions.AI.ChatResponseFormatJson ? "json" : "text");
        return new GenAiOperation(activity, time, call.Model);
    }

    public void Succeeded(ChatAnswer answer)
    {
        var usage = answer.Response.Usage;
        _activity?.SetTag(GenAi.ProviderName, answer.Provider)
            .SetTag(GenAi.ResponseModel, answer.Model)
            .SetTag(GenAi.ResponseId, answer.Response.ResponseId)
            .SetTag(GenAi.FinishReasons, new[] { answer.Response.FinishReason?.Value ?? "stop" })
            .SetTag(GenAi.InputTokens, usage?.InputTokenCount)
            .SetTag(GenAi.OutputTokens, usage?.OutputTokenCount)
            .SetTag(GenAi.CostAmount, (double)answer.CostUsd)
            .SetTag(GenAi.CostCurrency, "USD")
            .SetTag(GenAi.RouteReason, answer.Reason)
            .SetTag(GenAi.CacheHit, answer.Repeated);
        _tags.Add(GenAi.ProviderName, answer.Provider);
        _tags.Add(GenAi.ResponseModel, answer.Model);
        if (!answer.Repeated)
        {
            Count(usage?.InputTokenCount, "input");
            Count(usage?.OutputTokenCount, "output");
            ModelsTelemetry.Cost.Add((double)answer.CostUsd, _tags);
        }
    }

    public void Failed(string code)
    {
        _activity?.SetTag(GenAi.ErrorType, code).SetStatus(ActivityStatusCode.Error, code);
        _tags.Add(GenAi.ErrorType, code);
    }

    public void Dispose()
    {
        ModelsTelemetry.Duration.Record(Elapsed.TotalSeconds, _tags);
        _activity?.Dispose();
    }

    private void Count(long? tokens, string type)
    {
        if (tokens is { } count)
        {
            var tags = _tags;
            tags.Add(GenAi.TokenType, type);
            ModelsTelemetry.Tokens.Record(count, tags);
        }
    }
}
