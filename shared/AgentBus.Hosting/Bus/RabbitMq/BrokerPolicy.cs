using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>
/// The policy that keeps a message which crashes its consumer from being delivered for ever: after 10 deliveries it goes to the dead
/// letters. A policy and not queue arguments, since those cannot change.
/// </summary>
internal static class BrokerPolicy
{
    public const string Name = "agentbus";

    public const string Pattern = @"^agentbus\.(?!.*(_error|_skipped)$)(?!dead-letters).*";

    // At-least-once: the broker keeps a message until the dead letters have it.
    public const string Definition =
        """{"delivery-limit":10,"dead-letter-exchange":"agentbus.dead-letters","dead-letter-strategy":"at-least-once","overflow":"reject-publish"}""";

    /// <summary>The command that does the same by hand.</summary>
    public static string Command(BusOptions options) =>
        $"rabbitmqctl set_policy --vhost '{options.VirtualHost}' --priority 10 --apply-to queues {Name} '{Pattern}' '{Definition}'";

    public static async Task SetAsync(HttpClient http, BusOptions options, CancellationToken cancellationToken)
    {
        var policy = new JsonObject
        {
            ["pattern"] = Pattern,
            ["definition"] = JsonNode.Parse(Definition),
            ["priority"] = 10,
            ["apply-to"] = "queues",
        };
        using var request = Request(HttpMethod.Put, options);
        request.Content = JsonContent.Create(policy);
        using var response = await SendAsync(http, request, options, cancellationToken);
        await ThrowUnlessDoneAsync(response, options, cancellationToken);
    }

    public static async Task<bool> IsSetAsync(HttpClient http, BusOptions options, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, options);
        using var response = await SendAsync(http, request, options, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return false;
        }

        await ThrowUnlessDoneAsync(response, options, cancellationToken);
        var policy = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return policy.TryGetProperty("pattern", out var pattern) && pattern.ValueEquals(Pattern)
            && policy.TryGetProperty("definition", out var definition)
            && JsonElement.DeepEquals(definition, JsonElement.Parse(Definition));
    }

    private static HttpRequestMessage Request(HttpMethod method, BusOptions options)
    {
        var address = $"{options.ManagementUrl!.TrimEnd('/')}/api/policies/{Uri.EscapeDataString(options.VirtualHost)}/{Name}";
        var request = new HttpRequestMessage(method, address);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.ReadPassword()}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return request;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpRequestMessage request, BusOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new BusException($"The management API cannot be reached at {options.ManagementUrl}: {exception.Message} Correct Bus:ManagementUrl, or unset it and run by hand: {Command(options)}", exception);
        }
    }

    private static async Task ThrowUnlessDoneAsync(HttpResponseMessage response, BusOptions options, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new BusException($"The management API at {options.ManagementUrl} answered {(int)response.StatusCode} for the policy: {text} The user {options.Username} needs the tag policymaker; or run by hand: {Command(options)}");
        }
    }
}
