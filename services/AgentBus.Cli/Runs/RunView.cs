using System.Text.Json;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tree = Spectre.Console.Tree;

namespace AgentBus.Cli.Runs;

/// <summary>Draws a run: its state, the tree of its steps with state, attempt, agent, time and cost, and what it waits for.</summary>
internal static class RunView
{
    // A for of thousands of items: what is done is counted, what runs or failed is shown.
    private const int MaxChildren = 20;
    private static readonly IReadOnlyList<string> ErrorMembers = ["title", "detail"];

    public static IRenderable Of(RunDetails details, DateTimeOffset now)
    {
        var run = details.Run;
        var tree = new Tree($"[bold]{Shown.Safe(run.Workflow)}[/] {run.Id} {Header(run, now)}") { Guide = TreeGuide.Line };
        Add(tree, StepTree.Build(details.Steps), now);
        if (details.StepsOmitted > 0)
        {
            tree.AddNode($"[grey]and {details.StepsOmitted:N0} more steps: GET /v1/runs/{run.Id}/steps lists all[/]");
        }

        foreach (var line in BudgetLines.Of(details.Budget))
        {
            tree.AddNode($"[grey]{Shown.Safe(line)}[/]");
        }

        foreach (var waiting in details.WaitingFor)
        {
            tree.AddNode($"[yellow]waiting: {Shown.Safe(waiting.Reason)}[/]");
        }

        if (ErrorText(run) is { } error)
        {
            tree.AddNode($"[red]{Shown.Safe(error)}[/]");
        }

        return tree;
    }

    /// <summary>One line about a step, of markup.</summary>
    public static string Line(Step step, string label, DateTimeOffset now)
    {
        var parts = new List<string?>
        {
            $"[{Shown.Colour(step.State)}]{Mark(step.State)} {Shown.Safe(label)}[/]",
            Shown.Safe(step.State),
            step.Agent is null ? null : Shown.Safe(step.AgentVersion is null ? step.Agent : $"{step.Agent}@{step.AgentVersion}"),
            step.Attempt > 1 ? $"attempt {step.Attempt}" : null,
            Shown.Span((step.EndedAt ?? now) - step.StartedAt),
            Shown.Money(step.CostUsd),
            step.Reason is { Length: > 0 } && step.State is not "Completed" ? $"[grey]{Shown.Safe(Shown.Short(step.Reason, 160))}[/]" : null,
        };
        return string.Join("  ", parts.Where(part => part is { Length: > 0 }));
    }

    /// <summary>The message of a run's RFC 7807 error.</summary>
    public static string? ErrorText(Run run) => run.Error is { ValueKind: JsonValueKind.Object } error
        ? string.Join(": ", ErrorMembers.Select(name => error.TryGetProperty(name, out var value) ? value.ToString() : null).Where(text => text is { Length: > 0 }))
        : null;

    private static void Add(IHasTreeNodes parent, IReadOnlyList<StepNode> nodes, DateTimeOffset now)
    {
        var shown = nodes.Count <= MaxChildren ? nodes : [.. nodes.Where(node => node.Step.State is not "Completed").Take(MaxChildren)];
        foreach (var node in shown)
        {
            Add(parent.AddNode(Line(node.Step, node.Label, now)), node.Children, now);
        }

        if (shown.Count < nodes.Count)
        {
            parent.AddNode($"[grey]and {nodes.Count - shown.Count} more: {Shown.Safe(Counts(nodes.Except(shown)))}[/]");
        }
    }

    private static string Counts(IEnumerable<StepNode> nodes) =>
        string.Join(", ", nodes.GroupBy(node => node.Step.State).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));

    private static string Header(Run run, DateTimeOffset now) => string.Join("  ", new[]
    {
        $"[{Shown.Colour(run.State)}]{Shown.Safe(run.State)}[/]", Shown.Span((run.EndedAt ?? now) - run.CreatedAt), Shown.Money(run.CostUsd),
        run.Tokens > 0 ? $"{run.Tokens:N0} tokens" : "",
        run.Parent is { } parent ? $"[grey]started by {parent.Run}[/]" : "",
    }.Where(part => part.Length > 0));

    private static string Mark(string state) => state switch
    {
        "Completed" => "✓",
        "Faulted" => "✗",
        "Cancelled" or "Skipped" => "-",
        "Compensated" => "↶",
        "Waiting" => "…",
        _ => "▶",
    };
}
