using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AgentBus.Gateway.Auth;

/// <summary>
/// <c>abk_{id}_{secret}</c>: the id may be shown, the secret is 256 random bits. The store holds the SHA-256 of the whole token; a slow
/// password hash would add nothing against guessing 256 bits.
/// </summary>
internal sealed record ApiKeyToken(string Id, string Text)
{
    private const string Prefix = "abk_";
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SecretLength = 43;

    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    public static ApiKeyToken New() => New(RandomNumberGenerator.GetString(IdLetters, 12));

    public static ApiKeyToken New(string id) => new(id, $"{Prefix}{id}_{RandomNumberGenerator.GetString(SecretLetters, SecretLength)}");

    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKeyToken? token)
    {
        token = null;
        if (text is null || text.Length > 200 || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text[Prefix.Length..].Split('_');
        if (parts is not [{ Length: > 0 and <= 64 } id, { Length: >= 32 } secret] || !parts.All(p => p.All(char.IsAsciiLetterOrDigit)))
        {
            return false;
        }

        token = new ApiKeyToken(id, $"{Prefix}{id}_{secret}");
        return true;
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Prefix}{Id}_***";
}
