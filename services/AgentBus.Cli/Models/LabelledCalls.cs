using AgentBus.Models.Routing.Evaluation;

namespace AgentBus.Cli.Models;

/// <summary>Reads labelled calls out of tables.</summary>
/// <param name="PromptColumn">Column of the prompt.</param>
/// <param name="StepTypeColumn">Column of the step type; null = not used.</param>
/// <param name="LeaveOutColumn">Rows with 1 or true in this column are left out; null = none are.</param>
/// <param name="Quality">Model and column of how good its answer was.</param>
internal sealed record LabelledCalls(string PromptColumn, string? StepTypeColumn, string? LeaveOutColumn, IReadOnlyList<(string Name, string Value)> Quality)
{
    /// <summary>The calls of a table.</summary>
    public IEnumerable<LabelledCall> Read(CsvTable table)
    {
        var prompt = table.Column(PromptColumn);
        int? stepType = StepTypeColumn is null ? null : table.Column(StepTypeColumn);
        int? leaveOut = LeaveOutColumn is null ? null : table.Column(LeaveOutColumn);
        var quality = Quality.Select(model => (Column: table.Column(model.Value), Name: model.Value)).ToArray();
        foreach (var row in table.Rows)
        {
            if (leaveOut is { } column && row.Share(column, LeaveOutColumn!) >= 1)
            {
                continue;
            }

            yield return new LabelledCall(
                row.Fields[prompt], stepType is { } at ? row.Fields[at] : null, [.. quality.Select(model => row.Share(model.Column, model.Name))]);
        }
    }
}
