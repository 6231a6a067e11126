using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Providers;

/// <summary>Puts the chunks of a streamed answer together. Text passes at once; a tool call, of which half is of no use, when it is whole.</summary>
internal sealed class ChunkReader(string provider, ProviderKey key)
{
    private const string Done = "[DONE]";
    private readonly SortedDictionary<int, WireToolCall> _calls = [];

    /// <summary>Whether the reason for the end has come: the answer is whole.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whether nothing can follow.</summary>
    public bool IsDone { get; private set; }

    public IEnumerable<ChatResponseUpdate> Read(string data)
    {
        if (data == Done)
        {
            IsDone = true;
            return CallsLeft();
        }

        try
        {
            return [.. Updates(Parse(data))];
        }
        catch (Exception e) when (ProviderFault.IsGarbage(e))
        {
            throw ProviderFault.Garbage(provider, e);
        }
    }

    /// <summary>The stream is at its end.</summary>
    /// <exception cref="ModelException">The answer is not.</exception>
    public void End()
    {
        if (!IsFinished && !IsDone)
        {
            throw ProviderFault.Truncated(provider);
        }
    }

    private WireResponse Parse(string data)
    {
        var chunk = JsonSerializer.Deserialize(data, WireJson.Default.WireResponse) ?? throw ProviderFault.Garbage(provider, null);
        return chunk.Choices is null && JsonSerializer.Deserialize(data, WireJson.Default.WireErrorBody)?.Error is { } error
            ? throw new ModelException(new ModelError(ModelErrorCodes.AnswerTruncated, 502, $"Provider '{provider}' broke the answer off{ProviderWords.After(error.Message, key)}. Ask again.")) { MayHaveRun = true }
            : chunk;
    }

    private IEnumerable<ChatResponseUpdate> Updates(WireResponse chunk)
    {
        var choice = chunk.Choices is [var first, ..] ? first : null;
        foreach (var call in choice?.Delta?.ToolCalls ?? [])
        {
            Add(call);
        }

        if (choice?.Delta?.Content is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } piece)
        {
            yield return Update(chunk, new TextContent(piece));
        }

        if (choice?.FinishReason is { Length: > 0 } reason)
        {
            IsFinished = true;
            foreach (var update in CallsLeft())
            {
                yield return update;
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, []) { ResponseId = chunk.Id, ModelId = chunk.Model, FinishReason = new ChatFinishReason(reason) };
        }

        if (WireToChat.Usage(chunk.Usage) is { } usage)
        {
            yield return Update(chunk, new UsageContent(usage));
        }
    }

    private IEnumerable<ChatResponseUpdate> CallsLeft()
    {
        AIContent[] calls = [.. _calls.Values.Select(WireTools.Call)];
        _calls.Clear();
        return calls.Length == 0 ? [] : [new ChatResponseUpdate(ChatRole.Assistant, calls)];
    }

    private void Add(WireToolCall piece)
    {
        var index = piece.Index ?? _calls.Count;
        _calls[index] = _calls.TryGetValue(index, out var call)
            ? call with { Function = new WireFunctionCall(call.Function?.Name ?? piece.Function?.Name, call.Function?.Arguments + piece.Function?.Arguments) }
            : piece;
    }

    private static ChatResponseUpdate Update(WireResponse chunk, AIContent content) => new(ChatRole.Assistant, [content]) { ResponseId = chunk.Id, ModelId = chunk.Model };
}
