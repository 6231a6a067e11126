using System.Net;
using AgentBus.Hosting.Outbound;
using AgentBus.Orchestrator.Calls.Secrets;

namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>
/// Sends a request, follows redirects where asked to, and reads the answer within its bound. Every hop connects through the transport, which
/// checks its address; a hop to another origin carries no credentials.
/// </summary>
internal sealed class HttpSender(CallTransport transport) : IDisposable
{
    private const int MaxRedirects = 5;
    private const int Excerpt = 500;

    private readonly HttpMessageInvoker shared = new(transport(null));

    public void Dispose() => shared.Dispose();

    /// <summary>The answer, good or bad.</summary>
    /// <param name="credentials">For servers that ask first.</param>
    /// <exception cref="CallException">There is no answer, or it may not be had.</exception>
    public async Task<HttpAnswer> SendAsync(HttpCall call, ICredentials? credentials, CancellationToken cancellationToken)
    {
        using var own = credentials is null ? null : new HttpMessageInvoker(transport(credentials));
        try
        {
            for (var hops = 0; hops <= MaxRedirects; hops++)
            {
                using var request = Request(call);
                using var response = await (own ?? shared).SendAsync(request, cancellationToken);
                if (!call.Redirect || !IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                {
                    return await AnswerAsync(call, response, cancellationToken);
                }

                call = Next(call, new Uri(call.Uri, location), response.StatusCode);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or AddressRefusedException)
        {
            throw Failures.Of(failure, call, call.MayRepeat);
        }
        catch (OperationCanceledException canceled)
        {
            throw new CallCanceledException(call.MayRepeat, canceled);
        }

        throw new CallException("communication", 508, $"{call} was redirected more than {MaxRedirects} times.");
    }

    /// <exception cref="CallException">The status is an error; it is the error's.</exception>
    public static HttpAnswer Checked(HttpAnswer answer, SecretMask mask)
    {
        if (answer.Status is >= 200 and < 300 || (answer.Call.Redirect && answer.Status is >= 300 and < 400))
        {
            return answer;
        }

        // Masked before it is cut: half a secret would be known by nobody.
        var text = HttpOutput.IsText(answer) && answer.Body.Length > 0 ? $": {mask.Apply(HttpOutput.Text(answer))}" : "";
        var passes = answer.Status is 408 or 429 or >= 500;
        throw new CallException("communication", Math.Clamp(answer.Status, 100, 999),
            $"{answer.Call} answered {answer.Status}{(text.Length > Excerpt ? $"{text[..Excerpt]}…" : text)}")
        {
            MayPass = passes && answer.Call.MayRepeat,
            After = passes ? RetryAfter(answer) : null,
        };
    }

    private static TimeSpan? RetryAfter(HttpAnswer answer) =>
        answer.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, out var seconds) && seconds is >= 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static HttpRequestMessage Request(HttpCall call)
    {
        if (call.Uri.Scheme is not ("http" or "https"))
        {
            throw new CallException("validation", 400, $"{call.Uri.Scheme} is not http or https.");
        }

        var request = new HttpRequestMessage(call.Method, call.Uri);
        var content = call.Body is null ? null : new ByteArrayContent(call.Body);
        request.Content = content;
        foreach (var (name, value) in call.Headers)
        {
            // What belongs to the content is refused by the request, and the other way round.
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~')
                || (!request.Headers.TryAddWithoutValidation(name, value) && content?.Headers.TryAddWithoutValidation(name, value) is false))
            {
                throw new CallException("validation", 400, $"The header '{name}' cannot be sent. A name has letters, digits and hyphens; a value is one line of ASCII.");
            }
        }

        return request;
    }

    private static HttpCall Next(HttpCall call, Uri to, HttpStatusCode status)
    {
        if (call.Uri.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps)
        {
            throw new CallException("communication", (int)status, $"{call} was redirected from https to {to.Scheme}, which is not followed.");
        }

        // Fetch (whatwg.org, 4.4 HTTP-redirect fetch): 303, and 301 and 302 after a POST, go on as GET without the body.
        var asGet = (status == HttpStatusCode.SeeOther && call.Method != HttpMethod.Head)
            || (status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found && call.Method == HttpMethod.Post);
        var sameOrigin = Uri.Compare(call.Uri, to, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
        var headers = call.Headers.Where(header =>
            (sameOrigin || !(header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase) || call.IsSecret(header.Value)))
            && (!asGet || !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)));
        return call with { Uri = to, Method = asGet ? HttpMethod.Get : call.Method, Body = asGet ? null : call.Body, Headers = [.. headers] };
    }

    private static async Task<HttpAnswer> AnswerAsync(HttpCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > call.MaxBytes)
        {
            throw TooLarge(call, $"{response.Content.Headers.ContentLength:N0} bytes");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > call.MaxBytes)
            {
                throw TooLarge(call, $"more than {call.MaxBytes:N0} bytes");
            }
        }

        var type = response.Content.Headers.ContentType;
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new HttpAnswer(call, (int)response.StatusCode, headers, type?.MediaType?.ToLowerInvariant(), type?.CharSet?.Trim('"'), body.ToArray());
    }

    private static CallException TooLarge(HttpCall call, string size) => new("runtime", 500,
        $"The answer to {call} for {call.Task} is too large: {size}; at most {call.MaxBytes:N0} are taken ({call.MaxBytesSetting}). Ask the service for less.");
}
