using AgentBus.Storage.Keys;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Auth;

/// <summary>
/// Makes the first admin key, of tenant <c>default</c>. A file is written before the key is stored: a crash in between leaves a key that
/// the next start makes valid, never a stored key that nobody knows.
/// </summary>
public sealed class KeyBootstrap(IKeyStore keys, IOptions<GatewayOptions> options, TimeProvider clock, ILogger<KeyBootstrap> logger)
{
    private const string FirstId = "bootstrap";

    /// <summary>Tenant of the first key. Its admins may make keys for other tenants.</summary>
    public const string Tenant = "default";

    /// <summary>
    /// The new key, to be shown once, or null when there were keys already or the configured one was taken. Throws with one clear line when
    /// the configured key is malformed or its id is taken.
    /// </summary>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        if (await ConfiguredAsync(cancellationToken) is { } configured)
        {
            await AddConfiguredAsync(configured, cancellationToken);
            return null;
        }

        if (await keys.AnyAsync(cancellationToken))
        {
            return null;
        }

        var token = ApiKeyToken.New(FirstId);
        if (options.Value.AdminKeyFile is { Length: > 0 } file)
        {
            await WriteAsync(file, token.Text, cancellationToken);
        }

        return await AddAsync(token, cancellationToken) ? token.Text : null;
    }

    private async Task<ApiKeyToken?> ConfiguredAsync(CancellationToken cancellationToken)
    {
        var file = options.Value.AdminKeyFile;
        var text = options.Value.AdminKey is { Length: > 0 } given ? given
            : file is { Length: > 0 } && File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim()
            : null;
        if (text is null)
        {
            return null;
        }

        return ApiKeyToken.TryParse(text, out var token) ? token : throw new InvalidOperationException(
            $"{(options.Value.AdminKey is { Length: > 0 } ? "Gateway:AdminKey" : $"The file '{file}' of Gateway:AdminKeyFile")} holds no API key. " +
            "A key is 'abk_{id}_{secret}': letters and digits, the secret of at least 32.");
    }

    private async Task AddConfiguredAsync(ApiKeyToken token, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(token.Hash, cancellationToken) is null
            && !await AddAsync(token, cancellationToken)
            && await keys.FindAsync(token.Hash, cancellationToken) is null)
        {
            throw new InvalidOperationException($"The configured admin key has the id '{token.Id}', which another key holds. Choose another id.");
        }
    }

    private async Task<bool> AddAsync(ApiKeyToken token, CancellationToken cancellationToken)
    {
        var added = await keys.AddAsync(
            new ApiKeyRow(token.Id, Tenant, "admin", token.Hash, [Roles.Admin], clock.GetUtcNow(), null, []), cancellationToken);
        if (added)
        {
            Log.KeyCreated(logger, token.Id, Tenant, "setup");
        }

        return added;
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(file, how);
        await using var writer = new StreamWriter(stream);
        await writer.WriteLineAsync(text.AsMemory(), cancellationToken);
    }
}
