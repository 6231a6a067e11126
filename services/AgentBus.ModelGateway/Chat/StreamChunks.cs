using AgentBus.Models.Wire;
using Microsoft.Extensions.AI;

namespace AgentBus.ModelGateway.Chat;

/// <summary>From updates to the chunks of the OpenAI API.</summary>
internal sealed class StreamChunks(string asked, long created, bool includeUsage)
{
    private string _id = "";
    private string _model = asked;
    private int _calls;
    private string? _finish;
    private UsageDetails? _usage;
    private WireRoute? _route;

    /// <summary>The chunk that opens every stream.</summary>
    public IEnumerable<WireResponse> First(ChatResponseUpdate update)
    {
        _id = update.ResponseId ?? ChatToWire.NewId();
        return [Chunk(new WireMessage("assistant", ChatToWire.Text("")), null)];
    }

    public IEnumerable<WireResponse> Of(ChatResponseUpdate update)
    {
        _finish = update.FinishReason?.Value ?? _finish;
        _route = ChatToWire.Route(update.AdditionalProperties) ?? _route;
        _model = _route?.Model ?? _model;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text:
                    yield return Chunk(new WireMessage(null, ChatToWire.Text(text.Text)), null);
                    break;
                case FunctionCallContent call:
                    yield return Chunk(new WireMessage(null, null, [ChatToWire.Calls([call])![0] with { Index = _calls++ }]), null);
                    break;
                case UsageContent usage:
                    _usage = usage.Details;
                    break;
            }
        }
    }

    /// <summary>The reason for the end with what the gateway has to say, and the usage where it was asked for.</summary>
    public IEnumerable<WireResponse> Last()
    {
        yield return Chunk(new WireMessage(null, null), _finish ?? ChatFinishReason.Stop.Value) with { Agentbus = _route };
        if (includeUsage)
        {
            yield return new WireResponse(_id, ChatToWire.ChunkObject, created, _model, [], ChatToWire.Usage(_usage));
        }
    }

    private WireResponse Chunk(WireMessage delta, string? finish) => new(_id, ChatToWire.ChunkObject, created, _model, [new WireChoice(0, null, delta, finish)]);
}
