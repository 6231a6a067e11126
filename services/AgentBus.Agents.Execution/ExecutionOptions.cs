using System.ComponentModel.DataAnnotations;

namespace AgentBus.Agents.Execution;

/// <summary><c>Agents:Execution</c>.</summary>
internal sealed class ExecutionOptions
{
    public const string Section = "Agents:Execution";

    /// <summary>The folder that everything is written under; made when missing. Default <c>data/briefings</c>.</summary>
    [Required]
    public string OutputRoot { get; set; } = "data/briefings";
}
