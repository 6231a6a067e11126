namespace AgentBus.Models.Providers;

/// <summary>What a provider says of a fault, fit for answers, logs and terminals: without the key should it repeat it, on one line, and not without end.</summary>
internal static class ProviderWords
{
    private const int MaxLength = 500;

    /// <summary>The words after a colon; nothing where there are none.</summary>
    public static string After(string? message, ProviderKey key)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return "";
        }

        message = key.Read() is { } secret ? message.Replace(secret, "***", StringComparison.Ordinal) : message;
        var line = string.Concat(message.Take(MaxLength).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? ' ' : c));
        return $": {(message.Length > MaxLength ? line + "..." : line.TrimEnd('.', ' '))}";
    }
}
