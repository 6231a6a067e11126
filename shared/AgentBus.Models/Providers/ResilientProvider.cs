using System.Diagnostics;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace AgentBus.Models.Providers;

/// <summary>A provider with a time limit on each try, and retries of what a moment may cure: rate limits, 5xx, lost connections. One child span for each try.</summary>
internal sealed class ResilientProvider : IModelProvider, IDisposable
{
    private readonly IModelProvider _inner;
    private readonly ResiliencePipeline<ChatResponse> _pipeline;

    public ResilientProvider(IModelProvider inner, ProviderOptions options, TimeProvider time, ILogger<ResilientProvider> logger)
    {
        _inner = inner;
        var builder = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(Retry(inner.Name, options, logger));
        }

        _pipeline = builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout }).Build();
    }

    public string Name => _inner.Name;

    public bool IsReady => _inner.IsReady;

    public bool CanRevise => _inner.CanRevise;

    public async Task<ChatResponse> CompleteAsync(ProviderCall call, CancellationToken cancellationToken)
    {
        var attempt = 0;
        try
        {
            return await _pipeline.ExecuteAsync(async token => await TryAsync(call, ++attempt, token), cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ModelException(new ModelError(ModelErrorCodes.ProviderTimeout, 504, $"Provider '{Name}' did not answer within {e.Timeout.TotalSeconds:0} s in {attempt} tries; raise its Timeout or take a faster model."), e);
        }
    }

    public void Dispose() => (_inner as IDisposable)?.Dispose();

    private async ValueTask<ChatResponse> TryAsync(ProviderCall call, int attempt, CancellationToken cancellationToken)
    {
        using var activity = ModelsTelemetry.Activities.StartActivity($"{GenAi.Chat} {call.Model}", ActivityKind.Client);
        activity?.SetTag(GenAi.OperationName, GenAi.Chat).SetTag(GenAi.ProviderName, Name).SetTag(GenAi.RequestModel, call.Model).SetTag(GenAi.RouteAttempt, attempt);
        try
        {
            return await _inner.CompleteAsync(call, cancellationToken);
        }
        catch (Exception e)
        {
            activity?.SetTag(GenAi.ErrorType, e is ModelException m ? m.Error.Code : e.GetType().Name).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>A retry-after beyond the bound is not waited for here: the caller parks the step and nobody holds a thread or a slot.</summary>
    private static RetryStrategyOptions<ChatResponse> Retry(string provider, ProviderOptions options, ILogger logger) => new()
    {
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(20),
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception switch
        {
            ModelException e => e.Error.IsTransient && (e.Error.RetryAfter ?? TimeSpan.Zero) <= options.MaxRetryAfter,
            TimeoutRejectedException => true,
            _ => false,
        }),
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as ModelException)?.Error.RetryAfter),
        OnRetry = arguments =>
        {
            var code = arguments.Outcome.Exception is ModelException e ? e.Error.Code : ModelErrorCodes.ProviderTimeout;
            Log.Retrying(logger, provider, code, arguments.AttemptNumber + 2, arguments.RetryDelay.TotalMilliseconds);
            return ValueTask.CompletedTask;
        },
    };
}
