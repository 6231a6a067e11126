using System.Text;

namespace AgentBus.Agents.Execution;

/// <summary>Names a briefing's file.</summary>
internal static class FileName
{
    private const int MaxLength = 60;

    /// <summary>The topic in lower case, words joined by hyphens, and the end of the run's id: the same for every attempt.</summary>
    public static string Of(string topic, Guid run)
    {
        var slug = new StringBuilder();
        foreach (var c in topic.ToLowerInvariant().Normalize(NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length >= MaxLength)
            {
                break;
            }
        }

        var name = slug.ToString().Trim('-');
        return $"{(name.Length == 0 ? "briefing" : name)}-{run.ToString("N")[^8..]}.md";
    }
}
