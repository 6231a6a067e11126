using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Providers;

/// <summary>A provider's key, read from its variable or file at each call, so that a rotated key works at once. It is held nowhere.</summary>
internal sealed class ProviderKey(ProviderOptions options)
{
    /// <summary>False for local servers that take calls without a key.</summary>
    public bool IsNeeded => options.ApiKeyEnv is not null || options.ApiKeyFile is not null;

    /// <summary>The key now; null when it is missing, empty or no word of plain characters, which is all that a header takes.</summary>
    public string? Read()
    {
        try
        {
            var text = options.ApiKeyEnv is { } name ? Environment.GetEnvironmentVariable(name)
                : options.ApiKeyFile is { } file ? File.ReadAllText(file)
                : null;
            return text?.Trim() is { Length: > 0 } key && key.All(c => c is > ' ' and <= '~') ? key : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override string ToString() => "(hidden)";
}
