using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Definitions;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Runs;

/// <summary><c>agentbus plan</c>: what the agents of a run planned, and what each plan changed.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandKit kit)
    {
        var run = IdArgument.Run();
        var step = new Option<string?>("--step") { Description = "Only the plans of this step." };
        var command = new Command("plan", "Shows what was planned in a run, and how each plan differs from the one before.") { run, step };
        kit.Handle(command, async (parse, session) =>
        {
            var answer = await session.Api.GetAsync(
                Query.Of($"/v1/runs/{parse.GetValue(run)}/plans", ("step", parse.GetValue(step))), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var plans = answer.As(ApiJson.Default.PagePlan).Items;
            foreach (var plan in plans)
            {
                session.Output.Line($"[bold]{Shown.Safe(plan.Step)}[/] plan {plan.Number}  {Shown.Time(plan.At)}  [grey]{(plan.Run is { } child ? $"run {child}" : "not run yet")}[/]");
                DiffCommand.Print(session.Output, plan.Changes ?? []);
                session.Output.Json(plan.Content);
            }

            if (plans.Count == 0)
            {
                session.Output.Note("Nothing was planned in this run.");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
