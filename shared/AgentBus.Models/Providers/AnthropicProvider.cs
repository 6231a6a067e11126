using System.Runtime.CompilerServices;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Anthropic;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Providers;

/// <summary>The Anthropic messages API, through Anthropic's own client.</summary>
internal sealed class AnthropicProvider(string name, ProviderOptions options, TimeProvider time) : IModelProvider, IDisposable
{
    private static readonly Uri DefaultUrl = new("https://api.anthropic.com");
    private readonly ProviderKey _key = new(options);
    private readonly HttpClient _http = ProviderHttp.Client(name, new ProviderKey(options), time);

    public string Name => name;

    public bool IsReady => !_key.IsNeeded || _key.Read() is not null;

    public bool CanRevise => true;

    public async Task<ChatResponse> CompleteAsync(ProviderCall call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await Client(call).GetResponseAsync(call.Messages, Own(call.Options), cancellationToken);
            return answer.Messages.Count > 0 && answer.FinishReason is not null ? answer : throw ProviderFault.Garbage(Name, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Fault(e);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ProviderCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFinished = false;
        await using var updates = Client(call).GetStreamingResponseAsync(call.Messages, Own(call.Options), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(updates))
        {
            isFinished |= updates.Current.FinishReason is not null;
            yield return updates.Current;
        }

        if (!isFinished)
        {
            throw ProviderFault.Truncated(Name);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Fault(e);
        }
    }

    /// <summary>A light object around the shared connection, which disposing it would close; made for each call so that a rotated key is taken up.</summary>
    private IChatClient Client(ProviderCall call)
    {
        var key = _key.Read();
        return key is null && _key.IsNeeded
            ? throw ProviderFault.KeyMissing(Name)
            : new AnthropicClient
            {
                HttpClient = _http,
                ApiKey = key ?? "none",
                BaseUrl = (options.BaseUrl ?? DefaultUrl).ToString().TrimEnd('/'),
                MaxRetries = 0,
                Timeout = options.Timeout,
            }.AsIChatClient(call.Model);
    }

    /// <summary>The model's name goes in by the client; members of metadata are ours and not for the vendor.</summary>
    private static ChatOptions Own(ChatOptions options)
    {
        var own = options.Clone();
        own.ModelId = null;
        own.AdditionalProperties = null;
        return own;
    }

    private ModelException Fault(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case ModelException known:
                    return known;
                case HttpRequestException or IOException:
                    return ProviderFault.Unreachable(Name, cause);
            }
        }

        return ProviderFault.Garbage(Name, e);
    }
}
