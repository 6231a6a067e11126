using System.Net;
using System.Security.Cryptography;
using System.Text;
using AgentBus.ModelGateway.Errors;
using Microsoft.Extensions.Options;

namespace AgentBus.ModelGateway.Auth;

/// <summary>Lets in who has a key; where no keys are configured, who calls from this machine.</summary>
internal sealed class CallerCheck(IOptions<ModelGatewayOptions> options) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Refusal(context.HttpContext) ?? await next(context);

    private IResult? Refusal(HttpContext context)
    {
        if (options.Value is { ApiKeys.Count: 0, ApiKeysFile: null })
        {
            return context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address)
                ? Unauthorised("No API keys are configured, so only callers on the gateway's own machine are let in; set ModelGateway:ApiKeys.")
                : IsThisMachine(context.Request.Host)
                    ? null
                    : Unauthorised($"No API keys are configured, so the gateway is called as localhost or by its address, not as '{context.Request.Host.Host}'; set ModelGateway:ApiKeys.");
        }

        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsKnown(header[Scheme.Length..].Trim())
            ? null
            : Unauthorised("The API key is missing or wrong; send 'Authorization: Bearer <key>'.");
    }

    /// <summary>A page of the web whose name is made to lead to this machine has that name in its calls, and so has what comes through a proxy: neither is a caller on this machine.</summary>
    private static bool IsThisMachine(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Hashes are compared, all of them and in constant time, so that the answer's time tells nothing about a key.</summary>
    private bool IsKnown(string key)
    {
        var hash = Hash(key);
        return Keys().Aggregate(false, (found, known) => CryptographicOperations.FixedTimeEquals(Hash(known), hash) | found);
    }

    private IEnumerable<string> Keys() =>
        options.Value.ApiKeys.Concat(options.Value.ApiKeysFile is { } file && File.Exists(file) ? File.ReadLines(file) : []).Select(k => k.Trim()).Where(k => k.Length > 0);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static IResult Unauthorised(string message) => WireErrors.Of(401, "invalid_api_key", message);
}
