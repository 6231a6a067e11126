using System.Diagnostics;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Telemetry;

/// <summary>One try of a call at one model as a span below the call's: a request that a provider really got, and what was paid for.</summary>
internal sealed class TrySpan : IDisposable
{
    private readonly Activity? _activity;
    private readonly bool _tellsCost;

    private TrySpan(Activity? activity, bool tellsCost) => (_activity, _tellsCost) = (activity, tellsCost);

    public static TrySpan Start(CallState state, Candidate candidate, ProviderCall asked)
    {
        var number = state.NextTry();
        var activity = ModelsTelemetry.Activities.StartActivity($"{GenAi.Chat} {asked.Model}", ActivityKind.Client);
        var address = activity is null ? null : state.InForce.Providers[candidate.Model.Provider].Options.BaseUrl;
        activity?.SetTag(GenAi.OperationName, GenAi.Chat)
            .SetTag(GenAi.ProviderName, candidate.Model.Provider)
            .SetTag(GenAi.RequestModel, asked.Model)
            .SetTag(GenAi.RouteArm, candidate.Model.Name)
            .SetTag(GenAi.ServerAddress, address?.Host)
            .SetTag(GenAi.ServerPort, address?.Port)
            .SetTag(GenAi.Try, number);
        return new TrySpan(activity, state.InForce.Options.CostInSpans);
    }

    public void Succeeded(Spent spent, ChatResponse response)
    {
        _activity?.SetTag(GenAi.ResponseModel, response.ModelId)
            .SetTag(GenAi.ResponseId, response.ResponseId)
            .SetTag(GenAi.FinishReasons, response.FinishReason is { } reason ? new[] { reason.Value } : null);
        Paid(spent);
    }

    /// <param name="code">Code of the error.</param>
    /// <param name="spent">What it counts as having cost.</param>
    public void Failed(string code, Spent? spent)
    {
        _activity?.SetTag(GenAi.ErrorType, code).SetStatus(ActivityStatusCode.Error, code);
        Paid(spent);
    }

    public void Dispose() => _activity?.Dispose();

    private void Paid(Spent? spent)
    {
        _activity?.SetTag(GenAi.InputTokens, spent?.Usage.InputTokenCount)
            .SetTag(GenAi.CachedInputTokens, spent?.Usage.CachedInputTokenCount)
            .SetTag(GenAi.OutputTokens, spent?.Usage.OutputTokenCount);
        if (_tellsCost && spent is not null)
        {
            _activity?.SetTag(GenAi.CostAmount, (double)spent.CostUsd).SetTag(GenAi.CostCurrency, "USD").SetTag(GenAi.CostSource, "local");
        }
    }
}
