using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentBus.Cli.Api;

/// <summary>Speaks to the gateway. Every failure becomes a <see cref="CliException"/> with the exit code that fits.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly ApiServer _server;

    public ApiClient(Uri url, string? key, ApiServer? server = null)
    {
        (Url, _server) = (url, server ?? ApiServer.AgentBus);
        _http = new HttpClient { BaseAddress = url, Timeout = _server.Patience };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Uri Url { get; }

    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken, string accept = "application/json") =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(accept) } } }, cancellationToken);

    public Task<ApiAnswer> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken);

    public Task<ApiAnswer> PostAsync(
        string path, byte[] body, CancellationToken cancellationToken, string contentType = "application/json", string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Content(body, contentType) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return SendAsync(request, cancellationToken);
    }

    public Task<ApiAnswer> PutAsync(string path, byte[] body, string contentType, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Put, path) { Content = Content(body, contentType) }, cancellationToken);

    /// <summary>Opens server-sent events; the caller reads and disposes. Null = nothing more will come.</summary>
    public async Task<HttpResponseMessage?> StreamAsync(string path, long after, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } },
        };
        if (after > 0)
        {
            request.Headers.Add("Last-Event-ID", after.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var response = await ReachAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw Refusal(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }
        }

        return response.StatusCode == HttpStatusCode.NoContent ? null : response;
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Content(byte[] body, string contentType) =>
        new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };

    private async Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await ReachAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? new ApiAnswer(response.StatusCode, body) : throw Refusal(response.StatusCode, body);
        }
    }

    private async Task<HttpResponseMessage> ReachAsync(HttpRequestMessage request, HttpCompletionOption how, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, how, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CliException(ExitCode.Unreachable,
                $"Cannot reach {_server.Name} at {Url}: {e.GetBaseException().Message.TrimEnd('.')}. {_server.ToReach}");
        }
    }

    private CliException Refusal(HttpStatusCode status, byte[] body)
    {
        if (status == HttpStatusCode.Unauthorized && _http.DefaultRequestHeaders.Authorization is null)
        {
            return new CliException(ExitCode.NotAuthorised, _server.ToUnlock);
        }

        var problem = Problem(body);
        if (status == HttpStatusCode.NotFound && problem?.Fault is null && _server.ToFind is { } elsewhere)
        {
            return new CliException(ExitCode.Failed, $"{Url}: {elsewhere}");
        }

        var code = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ExitCode.NotAuthorised : ExitCode.Failed;
        return problem?.Errors is [{ Line: not null } only] && only.Message == problem.Detail ? new CliException(code, Line(only)) : new CliException(
            code, problem?.Detail ?? problem?.Title ?? problem?.Fault ?? $"The server answered {(int)status} without saying why. Is it an AgentBus?",
            [.. (problem?.Errors ?? []).Where(e => e.Message != problem?.Detail).Select(Line)]);
    }

    private static string Line(ProblemError error) =>
        $"{(error.Line is null ? "" : $"{error.Line}:{error.Column}: ")}{error.Path}: {error.Message}";

    private static ProblemDetails? Problem(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Default.ProblemDetails);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
