using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AgentBus.AgentSdk.Chat;

/// <summary>
/// Speaks to the model gateway. Plain HTTP rather than a vendor's package: the request carries our metadata, the answer our cost, and
/// neither fits through one.
/// </summary>
internal sealed class GatewayChatClient : IChatClient
{
    private const string Done = "[DONE]";
    private const string BrokenOff = "answer_truncated";
    private static readonly ChatClientMetadata About = new("agentbus");

    private readonly HttpClient? http;

    public GatewayChatClient(IOptions<ModelGatewayOptions> options)
    {
        if (options.Value.GatewayUrl is not { } url)
        {
            return;
        }

        // No time limit of its own: a model may take long, and the attempt's deadline ends the call.
        http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = new Uri($"{url.TrimEnd('/')}/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var key = options.Value.GatewayKey ?? (options.Value.GatewayKeyFile is { } file ? File.ReadAllText(file).Trim() : null);
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(GatewayWire.ToRequest(messages, options), cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = GatewayWire.ToRequest(messages, options) with { Stream = true, StreamOptions = new GatewayStreamOptions(IncludeUsage: true) };
        using var response = await SendAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (item.Data == Done)
            {
                yield break;
            }

            var piece = Piece(item.Data);
            yield return piece.Error is null
                ? GatewayWire.ToUpdate(piece)
                : throw new ModelFailureException(piece.Error.Code ?? BrokenOff, 502, piece.Error.Message ?? "The model gateway broke its answer off.", null);
        }

        throw new ModelFailureException(BrokenOff, 502, "The model gateway's answer broke off in the middle.", null);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? About
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => http?.Dispose();

    private async Task<HttpResponseMessage> SendAsync(GatewayRequest body, CancellationToken cancellationToken)
    {
        var client = http ?? throw new ModelFailureException("no-model-gateway", 501, "The agent asks a model, but no model gateway is configured. Set Models:GatewayUrl.", null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = JsonContent.Create(body, GatewayJson.Default.GatewayRequest) };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await FailureAsync(response, cancellationToken);
        }
    }

    private static async Task<ChatResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return GatewayWire.ToResponse(await response.Content.ReadFromJsonAsync(GatewayJson.Default.GatewayAnswer, cancellationToken)
                ?? throw new JsonException("The answer is the JSON null."));
        }
        catch (JsonException exception)
        {
            throw Garbage(exception);
        }
    }

    private static GatewayAnswer Piece(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, GatewayJson.Default.GatewayAnswer) ?? throw new JsonException("A piece is the JSON null.");
        }
        catch (JsonException exception)
        {
            throw Garbage(exception);
        }
    }

    private static ModelFailureException Garbage(JsonException exception) =>
        new("gateway-garbage", 502, $"The model gateway answered something that is no chat completion: {exception.Message}", null);

    private static async Task<ModelFailureException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        GatewayErrorBody? error = null;
        try
        {
            error = (await response.Content.ReadFromJsonAsync(GatewayJson.Default.GatewayError, cancellationToken))?.Error;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // The status says enough.
        }

        var after = response.StatusCode == HttpStatusCode.TooManyRequests ? response.Headers.RetryAfter?.Delta : null;
        return new ModelFailureException(
            error?.Code ?? $"http-{status}", status, error?.Message ?? $"The model gateway answered {status} {response.ReasonPhrase}.", after);
    }
}
