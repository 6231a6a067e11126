using System.Xml.Linq;

namespace AgentBus.Architecture;

public sealed class DependencyTests
{
    // What each project may reference. A project that is not listed fails until it is.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["AgentBus.Contracts"] = [],
        ["AgentBus.Jq"] = [],
        ["AgentBus.JsonSchema"] = [],
        ["AgentBus.Workflows"] = ["AgentBus.Jq", "AgentBus.JsonSchema"],
        ["AgentBus.Models"] = ["AgentBus.JsonSchema"],
        ["AgentBus.Hosting"] = [],
        ["AgentBus.AgentSdk"] = ["AgentBus.Contracts", "AgentBus.Hosting"],
        ["AgentBus.Storage"] = ["AgentBus.Workflows", "AgentBus.Models", "AgentBus.Contracts"],
        ["AgentBus.Testing"] = ["AgentBus.Workflows"],
        // AgentSdk: the built-in agent for calls is an agent like any other, with claims, heartbeats and leases.
        ["AgentBus.Orchestrator"] = ["AgentBus.Contracts", "AgentBus.Workflows", "AgentBus.Storage", "AgentBus.Hosting", "AgentBus.AgentSdk"],
        ["AgentBus.Gateway"] = ["AgentBus.Contracts", "AgentBus.Workflows", "AgentBus.Storage", "AgentBus.Hosting"],
        ["AgentBus.ModelGateway"] = ["AgentBus.Models", "AgentBus.Storage", "AgentBus.Hosting"],
        ["AgentBus.Agents.Research"] = ["AgentBus.AgentSdk"],
        ["AgentBus.Agents.Analysis"] = ["AgentBus.AgentSdk"],
        ["AgentBus.Agents.Execution"] = ["AgentBus.AgentSdk"],
        ["AgentBus.Agents.Validation"] = ["AgentBus.AgentSdk"],
        ["AgentBus.Agents.Routing"] = ["AgentBus.AgentSdk"],
        ["AgentBus.Cli"] = ["AgentBus.Contracts", "AgentBus.Workflows", "AgentBus.Models"],
        ["AgentBus.Standalone"] =
        [
            "AgentBus.Orchestrator", "AgentBus.Gateway", "AgentBus.ModelGateway", "AgentBus.Agents.Research", "AgentBus.Agents.Analysis",
            "AgentBus.Agents.Execution", "AgentBus.Agents.Validation", "AgentBus.Agents.Routing",
        ],
    };

    public static TheoryData<string> Projects() => [.. ProjectFiles().Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        Allowed.ShouldContainKey(project, $"{project} is not in the table of {nameof(DependencyTests)}: add it with what it may reference.");
        References(project).Except(Allowed[project]).ShouldBeEmpty($"{project} may reference {string.Join(", ", Allowed[project].DefaultIfEmpty("no project"))}.");
    }

    [Fact]
    public void Every_project_of_the_table_exists() =>
        Allowed.Keys.Except(ProjectFiles().Select(Path.GetFileNameWithoutExtension)!).ShouldBeEmpty();

    [Fact]
    public void MassTransit_stays_behind_its_seam()
    {
        string[] rooms =
        [
            "shared/AgentBus.Hosting/", "services/AgentBus.Orchestrator/Saga/", "services/AgentBus.Orchestrator/Bus/", "shared/AgentBus.AgentSdk/",
        ];
        Repository.Sources("shared", "services")
            .Where(file => !rooms.Any(room => file.StartsWith(room, StringComparison.Ordinal)))
            .Where(file => Repository.Read(file).Contains("using MassTransit", StringComparison.Ordinal))
            .ShouldBeEmpty("MassTransit types belong in Hosting, the Orchestrator's Saga and Bus folders and the AgentSdk's consumer.");
    }

    [Fact]
    public void The_pure_projects_read_no_clock_and_do_no_io()
    {
        string[] forbidden = ["TimeProvider", "async ", "System.IO", "File.", "HttpClient", "ILogger", "IServiceCollection", "Random."];
        Repository.Sources("shared/AgentBus.Jq", "shared/AgentBus.JsonSchema", "shared/AgentBus.Workflows")
            .SelectMany(file => forbidden.Where(word => CodeOf(file).Contains(word, StringComparison.Ordinal)).Select(word => $"{file}: {word}"))
            .ShouldBeEmpty();
    }

    private static string CodeOf(string file) =>
        string.Join('\n', Repository.Read(file).Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static IEnumerable<string> ProjectFiles() =>
        new[] { "shared", "services" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories));

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(ProjectFiles().Single(file => Path.GetFileNameWithoutExtension(file) == project))
            .Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
