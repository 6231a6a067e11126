using System.Text.Json;

namespace AgentBus.Models.Extractive.Tasks;

/// <summary>One thing the built-in provider can do with a JSON input. Pure and deterministic.</summary>
internal interface IExtractiveTask
{
    /// <summary>Its name in <c>metadata.agentbus_task</c>.</summary>
    string Name { get; }

    /// <summary>The output JSON of an input.</summary>
    /// <exception cref="ExtractiveInputException">The input lacks a member or has a wrong one.</exception>
    string Run(JsonElement input);
}
