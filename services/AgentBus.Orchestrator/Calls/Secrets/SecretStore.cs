using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>
/// Secrets from <c>{Calls:SecretsFolder}/{tenant}/{name}</c> (or <c>{name}.json</c>), else from the setting <c>Secrets:{tenant}:{name}</c>, else, for
/// the tenant <c>default</c>, from the environment: <c>AGENTBUS_SECRET_{NAME}</c> (services read their environment without the prefix). What is a
/// JSON object is one; all else is a text.
/// </summary>
internal sealed partial class SecretStore(IOptions<CallsOptions> options, IConfiguration configuration) : ISecretStore
{
    /// <summary>The one whose secrets may come from the environment.</summary>
    private const string Tenant = "default";

    public async Task<JsonElement?> ReadAsync(string tenant, string name, CancellationToken cancellationToken)
    {
        // A name is one file below the tenant's folder and one key of a setting, whatever a definition calls it.
        if (!Name().IsMatch(tenant) || !Name().IsMatch(name))
        {
            return null;
        }

        var text = await FromFileAsync(tenant, name, cancellationToken) ?? FromSettings(tenant, name)
            ?? (tenant == Tenant ? configuration[Variable(name)] : null);
        return text is null ? null : Parse(text);
    }

    /// <summary>Where a secret may lie, in words.</summary>
    public static string Places(string tenant, string name) =>
        $"the file {tenant}/{name} or {tenant}/{name}.json below Calls:SecretsFolder, or in the setting Secrets:{tenant}:{name}" +
        (tenant == Tenant ? $", or in the environment variable AGENTBUS_{Variable(name)}" : "");

    private static string Variable(string name) => $"SECRET_{NotInNames().Replace(name, "_").ToUpperInvariant()}";

    private async Task<string?> FromFileAsync(string tenant, string name, CancellationToken cancellationToken)
    {
        if (options.Value.SecretsFolder is not { } folder)
        {
            return null;
        }

        foreach (var file in (string[])[Path.Combine(folder, tenant, name), Path.Combine(folder, tenant, $"{name}.json")])
        {
            if (File.Exists(file))
            {
                return (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n');
            }
        }

        return null;
    }

    // Keys of the configuration ignore case; tenants do not.
    private string? FromSettings(string tenant, string name) =>
        configuration.GetSection("Secrets").GetChildren().FirstOrDefault(section => section.Key == tenant)?
            .GetChildren().FirstOrDefault(section => section.Key == name)?.Value;

    private static JsonElement Parse(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..])
        {
            try
            {
                return JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                // A text that begins with a brace.
            }
        }

        return JsonSerializer.SerializeToElement(text);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z0-9_]", RegexOptions.NonBacktracking)]
    private static partial Regex NotInNames();
}
