using System.Runtime.CompilerServices;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Simulation;

/// <summary>A provider without a model: answers, latency, errors and quality by seed. What it answers to a prompt, and whether rightly, is always the same; how long it takes and whether it fails is drawn anew.</summary>
internal sealed class SimulatedProvider(string name, SimulatedOptions options, TimeProvider time) : IModelProvider
{
    private const int CharactersPerToken = 4;
    private readonly Random _draws = new(options.Seed);
    private readonly Lock _lock = new();

    public string Name => name;

    public bool IsReady => true;

    public bool CanRevise => false;

    public async Task<ChatResponse> CompleteAsync(ProviderCall call, CancellationToken cancellationToken)
    {
        var (latency, fault) = Draw();
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, time, cancellationToken);
        }

        return fault is null ? Answer(call) : throw new ModelException(fault);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ProviderCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await CompleteAsync(call, cancellationToken);
        foreach (var word in answer.Text.Split(' ').Select((w, i) => i == 0 ? w : $" {w}"))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, word) { ModelId = call.Model };
        }

        foreach (var update in answer.ToChatResponseUpdates())
        {
            update.Contents = [.. update.Contents.Where(c => c is not TextContent)];
            yield return update;
        }
    }

    private (TimeSpan Latency, ModelError? Fault) Draw()
    {
        double spread, fate;
        lock (_lock)
        {
            // Box-Muller; the logarithm of the latency is normal.
            spread = Math.Sqrt(-2 * Math.Log(1 - _draws.NextDouble())) * Math.Cos(2 * Math.PI * _draws.NextDouble());
            fate = _draws.NextDouble();
        }

        var fault = fate < options.ErrorRate ? new ModelError(ModelErrorCodes.ProviderUnavailable, 503, $"Provider '{name}' failed with 500, as it is simulated to.")
            : fate < options.ErrorRate + options.RateLimitedRate ? new ModelError(ModelErrorCodes.RateLimited, 429, $"Provider '{name}' limits the rate of calls, as it is simulated to.")
            : null;
        return (options.Latency * Math.Exp(spread * options.LatencySpread), fault);
    }

    private ChatResponse Answer(ProviderCall call)
    {
        var draws = new Random(HashCode(call));
        var isRight = draws.NextDouble() < options.Quality;
        var content = Content(call, isRight, draws);
        var length = content is TextContent text ? text.Text.Length : CharactersPerToken;
        var limit = call.Options.MaxOutputTokens ?? int.MaxValue;
        var output = Math.Min(limit, Math.Max(1, length / CharactersPerToken));
        var input = TokenEstimate.Of(call.Messages, call.Options).Likely;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
        {
            ModelId = call.Model,
            FinishReason = content is FunctionCallContent ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output },
        };
    }

    private AIContent Content(ProviderCall call, bool isRight, Random draws) => call.Options switch
    {
        { ToolMode: RequiredChatToolMode, Tools: [AIFunctionDeclaration tool, ..] } when isRight =>
            new FunctionCallContent("call_1", tool.Name, SchemaSample.Of(tool.JsonSchema).AsObject().ToDictionary(p => p.Key, p => (object?)p.Value)),
        { ResponseFormat: ChatResponseFormatJson { Schema: { } schema } } when isRight => new TextContent(SchemaSample.Of(schema).ToJsonString()),
        { ResponseFormat: ChatResponseFormatJson } when isRight => new TextContent("{}"),
        _ => new TextContent(string.Join(' ', Enumerable.Range(0, options.Words).Select(_ => (isRight ? "right" : "wrong") + draws.Next(1000)))),
    };

    /// <summary>Stable over processes, as string hashes are not.</summary>
    private int HashCode(ProviderCall call)
    {
        var hash = (uint)options.Seed;
        foreach (var c in call.Messages.SelectMany(m => m.Text).Concat(call.Model))
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)hash;
    }
}
