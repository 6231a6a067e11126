using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>A run's state was written by a later version than this one, as in a rolling deploy: it is for that version to go on with.</summary>
public sealed class NewerStateException(int format) : JsonException(
    $"The stored run state has format {format}; this version reads {RunState.CurrentFormat}. Run the newer version.")
{
    /// <summary>What was found.</summary>
    public int Format => format;
}
