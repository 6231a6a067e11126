using AgentBus.Hosting.Modes;
using AgentBus.Storage.Definitions;
using AgentBus.Workflows;
using AgentBus.Workflows.Definitions;
using Microsoft.Extensions.Options;

namespace AgentBus.Standalone;

/// <summary>Puts the definitions that come with AgentBus into the tenant <c>default</c>, so that a newcomer has something to run.</summary>
internal sealed class ShippedDefinitions(IDefinitionStore definitions, IOptions<WorkflowLimits> limits, TimeProvider clock) : ISetupStep
{
    public string Name => "shipped definitions";

    public bool NeededToRun => false;

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        foreach (var file in Files())
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            var read = DefinitionReader.Read(text, limits.Value);
            if (read.Definition is not { } definition)
            {
                var problem = read.Problems[0];
                throw new InvalidOperationException($"{file}({problem.Line},{problem.Column}): {problem.Message}");
            }

            // One of the same version that its user changed stays as it is.
            await definitions.PutAsync(
                new StoredDefinition(
                    "default", definition.Key.Namespace, definition.Key.Name, definition.Key.Version, definition.Title, text,
                    definition.Schedule?.EventTypes ?? [], [.. definition.Agents], clock.GetUtcNow(), "agentbus")
                {
                    FirstDue = definition.Schedule?.FirstDue(clock.GetUtcNow()),
                },
                cancellationToken);
        }
    }

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private static IEnumerable<string> Files()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "workflows");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : [];
    }
}
