using System.Text.RegularExpressions;

namespace AgentBus.AgentSdk.Registration;

/// <summary>What a worker says of an agent.</summary>
internal sealed partial record AgentDescriptor(string Name, string Version, IReadOnlyList<string> Capabilities, int Concurrency)
{
    public static AgentDescriptor Of(Type agent, AgentAttribute attribute, int? concurrency)
    {
        if (!NamePattern().IsMatch(attribute.Name))
        {
            throw new InvalidOperationException($"Agent name '{attribute.Name}' of {agent.Name} is not lower case letters, digits and hyphens, starting with a letter, at most 63 characters.");
        }

        if (!VersionPattern().IsMatch(attribute.Version))
        {
            throw new InvalidOperationException($"Version '{attribute.Version}' of agent {attribute.Name} is not a semantic version without build metadata, such as 1.4.0.");
        }

        if (attribute.Version.EndsWith(".high", StringComparison.Ordinal) || attribute.Version.EndsWith(".low", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Version '{attribute.Version}' of agent {attribute.Name} ends like the name of a priority lane (.high, .low); choose another end.");
        }

        var limit = concurrency ?? attribute.Concurrency;
        return limit is >= 1 and <= 1024
            ? new AgentDescriptor(attribute.Name, attribute.Version, attribute.Capabilities, limit)
            : throw new InvalidOperationException($"Concurrency of agent {attribute.Name} is {limit}; use 1 to 1024.");
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex VersionPattern();
}
