using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>
/// The policies of our queues. A message that crashes its consumer is not delivered for ever: after 10 deliveries it goes to the dead letters. What is
/// there already is never dropped, however often its collector dies: RabbitMQ 4 would drop it after 20 deliveries. Policies and not queue arguments,
/// since those cannot change.
/// </summary>
internal static class BrokerPolicy
{
    public const string Pattern = @"^agentbus\.(?!.*(_error|_skipped)$)(?!dead-letters$).*";

    private const string DeadLettersPattern = @"^agentbus\.dead-letters$";

    // At-least-once: the broker keeps a message until the dead letters have it. A limit of -1, which is none, is known to RabbitMQ 4 only.
    private static readonly IReadOnlyList<(string Name, string Pattern, string Definition)> All =
    [
        ("agentbus", Pattern,
            """{"delivery-limit":10,"dead-letter-exchange":"agentbus.dead-letters","dead-letter-strategy":"at-least-once","overflow":"reject-publish"}"""),
        ("agentbus-dead-letters", DeadLettersPattern, """{"delivery-limit":1000000000}"""),
    ];

    /// <summary>The names, for messages.</summary>
    public static string Names => string.Join(" or ", All.Select(policy => policy.Name));

    /// <summary>The commands that do the same by hand.</summary>
    public static string Command(BusOptions options) => string.Join(" && ", All.Select(policy =>
        $"rabbitmqctl set_policy --vhost '{options.VirtualHost}' --priority 10 --apply-to queues {policy.Name} '{policy.Pattern}' '{policy.Definition}'"));

    public static async Task SetAsync(HttpClient http, BusOptions options, CancellationToken cancellationToken)
    {
        foreach (var (name, pattern, definition) in All)
        {
            var policy = new JsonObject
            {
                ["pattern"] = pattern,
                ["definition"] = JsonNode.Parse(definition),
                ["priority"] = 10,
                ["apply-to"] = "queues",
            };
            using var request = Request(HttpMethod.Put, options, name);
            request.Content = JsonContent.Create(policy);
            using var response = await SendAsync(http, request, options, cancellationToken);
            await ThrowUnlessDoneAsync(response, options, cancellationToken);
        }
    }

    public static async Task<bool> AreSetAsync(HttpClient http, BusOptions options, CancellationToken cancellationToken)
    {
        foreach (var (name, pattern, definition) in All)
        {
            if (!await IsSetAsync(http, options, name, pattern, definition, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<bool> IsSetAsync(
        HttpClient http, BusOptions options, string name, string pattern, string definition, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, options, name);
        using var response = await SendAsync(http, request, options, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return false;
        }

        await ThrowUnlessDoneAsync(response, options, cancellationToken);
        var policy = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return policy.TryGetProperty("pattern", out var found) && found.ValueEquals(pattern)
            && policy.TryGetProperty("definition", out var holds)
            && JsonElement.DeepEquals(holds, JsonElement.Parse(definition));
    }

    private static HttpRequestMessage Request(HttpMethod method, BusOptions options, string name)
    {
        var address = $"{options.ManagementUrl!.TrimEnd('/')}/api/policies/{Uri.EscapeDataString(options.VirtualHost)}/{name}";
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
