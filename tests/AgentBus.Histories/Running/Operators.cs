using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Histories.Running;

/// <summary>People who ask for anything at any moment, whether it is possible or not.</summary>
internal sealed class Operators(Shell shell, Random random)
{
    private const int CommandsAtMost = 12;

    private static readonly JsonElement Output = JsonElement.Parse("""{ "hand": true }""");

    private int commands;

    /// <summary>Once in so many times, until they are tired.</summary>
    public bool HaveMoreToSay(int once) => commands < CommandsAtMost && random.Next(once) == 0;

    public RunEvent Pause() => new RunEvent.PauseRequested(Command(), "p");

    public RunEvent Resume() => new RunEvent.ResumeRequested(Command(), "p");

    /// <summary>While the run goes on.</summary>
    public RunEvent Meanwhile() => random.Next(12) switch
    {
        <= 1 or > 9 => new RunEvent.CancelRequested(Command(), "p", null, random.Next(3) > 0),
        2 => new RunEvent.RetryRequested(Command(), "p"),
        3 => new RunEvent.RetryRequested(Command(), "p", Open()),
        4 or 5 => new RunEvent.StepCompletedByHand(Command(), "p", Open(), Output),
        6 => new RunEvent.StepSkipped(Command(), "p", Open(), random.Next(2) == 0 ? Output : null),
        7 => Resume(),
        _ => Restart(),
    };

    /// <summary>When the run has ended; a late command among them.</summary>
    public RunEvent AfterTheEnd() => random.Next(7) switch
    {
        0 => Meanwhile(),
        1 or 2 => Restart(),
        _ => new RunEvent.RetryRequested(Command(), "p"),
    };

    /// <summary>About a compensation that failed. In the end they leave it.</summary>
    public RunEvent Undo(string step) => (commands < CommandsAtMost ? random.Next(3) : 1) switch
    {
        0 => new RunEvent.RetryRequested(Command(), "p", step),
        1 => new RunEvent.StepSkipped(Command(), "p", step),
        _ => new RunEvent.StepCompletedByHand(Command(), "p", step, Output),
    };

    private RunEvent.RestartRequested Restart()
    {
        var (step, origin) = shell.Ledger.Beginnings.ElementAtOrDefault(random.Next(Math.Max(1, shell.Ledger.Beginnings.Count)));
        return step is null
            ? new RunEvent.RestartRequested(Command(), "p", "/do/none", JsonElement.Parse("{}"))
            : new RunEvent.RestartRequested(Command(), "p", step, origin.Data);
    }

    /// <summary>An open step, or now and then one that is over.</summary>
    private string Open()
    {
        var steps = shell.Ledger.Steps.Where(step => random.Next(10) == 0 || step.Status is StepStatus.Running or StepStatus.Waiting).ToList();
        return steps.Count == 0 ? "/do/0" : steps[random.Next(steps.Count)].Step;
    }

    private Guid Command() => new(++commands, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
