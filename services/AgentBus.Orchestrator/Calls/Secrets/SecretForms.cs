using System.Text;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>The texts by which a secret is known once the layers of escapes are taken: itself, and what reading it makes of it.</summary>
internal static class SecretForms
{
    public static IEnumerable<string> Of(string secret)
    {
        yield return secret;

        // A header's value loses the blanks around it, an address turns backslashes round.
        yield return secret.Trim();
        yield return secret.Replace('\\', '/');

        // A secret may hold what looks like an escape, and loses it with the text around it.
        yield return EscapedText.Layers(secret).Last().Text;

        // UTF-8 that was read as Latin-1.
        yield return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(secret));
        if (Uri.TryCreate(secret, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            yield return uri.AbsoluteUri.TrimEnd('/');
            yield return uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
            yield return uri.PathAndQuery;
            yield return uri.Host;
        }
    }
}
