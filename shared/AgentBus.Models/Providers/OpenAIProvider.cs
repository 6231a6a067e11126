using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Wire;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Providers;

/// <summary>
/// Any server that speaks the OpenAI chat completions API. By plain HTTP and not by the OpenAI package, because that always sends <c>max_completion_tokens</c>, which
/// local servers ignore (then nothing bounds the answer), and reads answers more strictly than they are written; and the wire records serve the gateway's own endpoint as well.
/// </summary>
internal sealed class OpenAIProvider : IModelProvider, IDisposable
{
    private static readonly Uri DefaultUrl = new("https://api.openai.com/v1");
    private readonly ProviderKey _key;
    private readonly HttpClient _http;
    private readonly Uri _completions;
    private readonly bool _isAzure;
    private readonly bool _newMaxTokens;

    public OpenAIProvider(string name, ProviderOptions options, TimeProvider time)
    {
        Name = name;
        _key = new ProviderKey(options);
        _http = ProviderHttp.Client(name, _key, time);
        var root = options.BaseUrl ?? DefaultUrl;
        _completions = new UriBuilder(root) { Path = root.AbsolutePath.TrimEnd('/') + "/chat/completions" }.Uri;
        _isAzure = root.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);
        _newMaxTokens = _isAzure || root.Host == DefaultUrl.Host;
    }

    public string Name { get; }

    public bool IsReady => !_key.IsNeeded || _key.Read() is not null;

    public bool CanRevise => true;

    public async Task<ChatResponse> CompleteAsync(ProviderCall call, CancellationToken cancellationToken)
    {
        using var request = Request(call, isStream: false);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(body, WireJson.Default.WireResponse) is { } wire && WireToChat.Response(wire) is { } answer
                ? answer
                : throw ProviderFault.Garbage(Name, null);
        }
        catch (Exception e) when (ProviderFault.IsGarbage(e))
        {
            throw ProviderFault.Garbage(Name, e);
        }
        catch (HttpRequestException e)
        {
            throw ProviderFault.Unreachable(Name, e);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ProviderCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Request(call, isStream: true);
        using var response = await SendAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var chunks = new ChunkReader(Name, _key);
        await using var events = SseParser.Create(body).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (!chunks.IsDone && await MoveNextAsync(events, chunks))
        {
            foreach (var update in chunks.Read(events.Current.Data))
            {
                yield return update;
            }
        }

        chunks.End();
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw ProviderFault.Unreachable(Name, e);
        }

        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            return response;
        }

        response.Dispose();
        throw ProviderFault.Garbage(Name, null);
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> events, ChunkReader chunks)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Once it said why it ended, nothing but the count of tokens can be missing.
            return chunks.IsFinished ? false : throw ProviderFault.Truncated(Name, e);
        }
    }

    private HttpRequestMessage Request(ProviderCall call, bool isStream)
    {
        var key = _key.Read();
        if (key is null && _key.IsNeeded)
        {
            throw ProviderFault.KeyMissing(Name);
        }

        var wire = ChatToWire.Request(call, _newMaxTokens);
        wire = isStream ? wire with { Stream = true, StreamOptions = new WireStreamOptions(IncludeUsage: true) } : wire;
        var request = new HttpRequestMessage(HttpMethod.Post, _completions)
        {
            Content = new ByteArrayContent(Body(wire))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        if (key is not null && _isAzure)
        {
            request.Headers.Add("api-key", key);
        }
        else if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    /// <summary>What came as raw JSON, as a schema, may hold what cannot be written: it never went out, so it costs nothing.</summary>
    private static byte[] Body(WireRequest wire)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(wire, WireJson.Default.WireRequest);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or JsonException)
        {
            throw WireToChat.Invalid("a text in it is not valid Unicode, as half of a surrogate pair, or a number is none that JSON has");
        }
    }
}
