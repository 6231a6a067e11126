using System.Net.Http.Headers;
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
        using var request = Request(call);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(body, WireJson.Default.WireResponse) is { } wire && WireToChat.Response(wire) is { } answer
                ? answer
                : throw ProviderFault.Garbage(Name, null);
        }
        catch (JsonException e)
        {
            throw ProviderFault.Garbage(Name, e);
        }
        catch (HttpRequestException e)
        {
            throw ProviderFault.Unreachable(Name, e);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(ProviderCall call)
    {
        var key = _key.Read();
        if (key is null && _key.IsNeeded)
        {
            throw ProviderFault.KeyMissing(Name);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _completions)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(ChatToWire.Request(call, _newMaxTokens), WireJson.Default.WireRequest))
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
}
