using System.Text;
using System.Text.Json;
using AgentBus.Gateway.Problems;
using AgentBus.Hosting.Outbound;
using AgentBus.Workflows.Definitions;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Definitions;

/// <summary>
/// Writes the functions that a definition calls from outside into it, when it is stored. Only hosts that the operator names are asked; what
/// is left is refused by the reader, which names the setting.
/// </summary>
internal sealed class FunctionSource(IOptions<FunctionSourceOptions> options) : IDisposable
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxFunctions = 50;
    private readonly HttpClient http = new(GuardedHandler.Create(new OutboundOptions
    {
        AllowedHosts = options.Value.CatalogHosts,
        Setting = $"{FunctionSourceOptions.Section}:{nameof(FunctionSourceOptions.CatalogHosts)}",
    }))
    {
        MaxResponseContentBufferSize = MaxBytes,
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>The text as it is, or as JSON with all functions in it. Functions may call further ones.</summary>
    public async Task<string> CompleteAsync(string text, CancellationToken cancellationToken)
    {
        if (options.Value.CatalogHosts.Length == 0)
        {
            return text;
        }

        for (var fetched = 0; ;)
        {
            var wanted = OutsideFunctions.Find(text).Where(function => function.Address is { } address && IsAllowed(address)).ToList();
            if (wanted.Count == 0)
            {
                return text;
            }

            if ((fetched += wanted.Count) > MaxFunctions)
            {
                throw ApiProblem.Invalid($"The definition calls more than {MaxFunctions} functions from outside, those they call included. Write them under use.functions.");
            }

            var functions = new Dictionary<string, JsonElement>();
            foreach (var (name, address) in wanted)
            {
                functions[name] = await FetchAsync(name, address!, cancellationToken);
            }

            text = OutsideFunctions.Embed(text, functions);
        }
    }

    public void Dispose() => http.Dispose();

    private bool IsAllowed(Uri address) =>
        address.Scheme is "http" or "https" && options.Value.CatalogHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase);

    private async Task<JsonElement> FetchAsync(string name, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var (function, problem) = DefinitionText.ReadJson(Encoding.UTF8.GetString(await http.GetByteArrayAsync(address, cancellationToken)));
            return function is { ValueKind: JsonValueKind.Object } read ? read : throw ApiProblem.Invalid($"The function '{name}' at {address} cannot be read: {problem ?? "it is no object"}");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw ApiProblem.Invalid($"The function '{name}' could not be fetched from {address}: {fault.GetBaseException().Message}");
        }
    }
}
