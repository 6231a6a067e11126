using AgentBus.Agents.Research.Reading;
using AgentBus.Agents.Research.Sources;
using AgentBus.Hosting.Outbound;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Web;

/// <summary>Fetches one page within the policy: http and https, public addresses, at most five redirects, each checked anew.</summary>
internal sealed class WebReader(HttpClient http, IOptions<ResearchOptions> options, TimeProvider clock)
{
    private const int MaxRedirects = 5;
    private readonly ResearchOptions limits = options.Value;

    public async Task<SourceItem> ReadAsync(string source, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limits.WebTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await FollowAsync(source, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SourceItem.Skipped(source, $"no answer within {limits.WebTimeout.TotalSeconds:0.#} s ({ResearchOptions.Section}:WebTimeout)");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or AddressRefusedException)
        {
            return new SourceItem.Skipped(source, Reason(fault));
        }
    }

    private static string Reason(Exception fault) => fault switch
    {
        AddressRefusedException refused => refused.Message,
        { InnerException: AddressRefusedException refused } => refused.Message,
        { InnerException: { } inner } => $"not reached: {inner.Message}",
        _ => $"not reached: {fault.Message}",
    };

    private async Task<SourceItem> FollowAsync(string source, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address))
        {
            return new SourceItem.Skipped(source, "not an address");
        }

        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            if (address.Scheme is not ("http" or "https"))
            {
                return new SourceItem.Skipped(source, $"address not allowed: {address.Scheme} is not http or https");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", "text/html, text/markdown, text/plain, text/csv, application/json;q=0.9, */*;q=0.1");
            request.Headers.TryAddWithoutValidation("User-Agent", "AgentBus-research/1.0");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next)
            {
                return await ContentAsync(source, address, response, cancellationToken);
            }

            address = new Uri(address, next);
        }

        return new SourceItem.Skipped(source, $"more than {MaxRedirects} redirects");
    }

    private async Task<SourceItem> ContentAsync(string source, Uri address, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            return new SourceItem.Skipped(source, $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());
        }

        var contentType = response.Content.Headers.ContentType;
        if (DocumentKinds.OfContentType(contentType?.MediaType, address.AbsolutePath) is not { } kind)
        {
            return new SourceItem.Skipped(source, $"content of type '{contentType?.MediaType}' is not read");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > limits.MaxFileBytes)
            {
                return new SourceItem.Skipped(source, $"too large: over {limits.MaxFileBytes:N0} bytes ({ResearchOptions.Section}:MaxFileBytes)");
            }
        }

        return new SourceItem.Document(address.AbsoluteUri, kind, content.ToArray(), Direct: true);
    }
}
