using AgentBus.Gateway.Auth;
using AgentBus.Hosting.Modes;
using AgentBus.Storage.Keys;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Setup;

/// <summary>The first admin key: shown once on standard output, not in the log.</summary>
internal sealed class KeySetupStep(KeyBootstrap bootstrap, IKeyStore keys, IOptions<GatewayOptions> options) : ISetupStep
{
    public string Name => "API key";

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        if (await bootstrap.EnsureAsync(cancellationToken) is { } key)
        {
            await Console.Out.WriteLineAsync(options.Value.AdminKeyFile is { Length: > 0 } file
                ? $"Admin key (also in {Path.GetFullPath(file)}): {key}"
                : $"Admin key, shown only now: {key}");
        }
    }

    public async Task<string?> CheckAsync(CancellationToken cancellationToken) => await keys.AnyAsync(cancellationToken)
        ? null
        : "There is no API key, so nobody could call the API. Run 'setup', which makes one and shows it.";
}
