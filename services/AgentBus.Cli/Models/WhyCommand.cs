using System.CommandLine;
using System.Globalization;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models why</c>: why a call went to its model, and what came of it.</summary>
internal static class WhyCommand
{
    public static Command Create(CommandKit kit, ModelAccess access)
    {
        var id = IdArgument.Decision("The decision's id, as the answer told it: agentbus.decision, the last line of 'agentbus models ask', or of 'agentbus models decisions'.");
        var command = new Command("why", "Tells of a decision which models could have taken the call, what was expected of each, why one was chosen, and what its answer was worth.") { id };
        access.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            using var gateway = access.Open(parse, session);
            var answer = await gateway.GetAsync(Query.Of($"/v1/models/decisions/{parse.GetValue(id)}", ("tenant", access.Tenant(parse))), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            Show(session, answer.As(ModelJson.Default.DecisionDetails));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(Session session, DecisionDetails decision)
    {
        var output = session.Output;
        Facts.Show(session.Terminal, Of(decision));
        output.Line("");
        output.Table(
            ["CANDIDATE", "QUALITY", "COST", "P95", "OBSTACLE"],
            decision.Candidates.Select(candidate => (IReadOnlyList<string>)
            [
                candidate.Model == decision.Chosen ? $"[bold]{Shown.Safe(candidate.Model)}[/]" : Shown.Safe(candidate.Model),
                candidate.Quality is { } quality ? Text($"{quality:0.000}") : "", candidate.CostUsd is { } usd ? Text($"${usd:0.########}") : "",
                candidate.LatencyP95Ms is { } ms ? Shown.Span(TimeSpan.FromMilliseconds(ms)) : "", Shown.Safe(candidate.Obstacle),
            ]),
            "No model was looked at.");
        output.Line("");
        output.Table(
            ["JUDGED", "BY", "WORTH", ""],
            decision.Outcomes.Select(outcome => (IReadOnlyList<string>)
                [Shown.Time(outcome.At), Shown.Safe(outcome.Source), Text($"{outcome.Quality:0.00}"), outcome.IsOfAttempt ? "all calls of the attempt" : "this call"]),
            "Nobody has judged its answer yet.");
    }

    private static IEnumerable<(string Name, string Text)> Of(DecisionDetails decision)
    {
        yield return ("decision", $"{decision.Id} of {Shown.Time(decision.At)}, tenant {decision.Tenant}");
        if (decision.Run is { } run)
        {
            yield return ("call of", Text($"run {run}, step {decision.Step}, attempt {decision.Attempt}"));
        }

        yield return ("step type", decision.StepType);
        yield return ("chosen", decision.Chosen);
        yield return ("why", decision.Why);
        yield return ("policy", $"{decision.Policy}, version {decision.PolicyVersion}");
        yield return ("propensity", Text($"{decision.Propensity:0.####}{(decision.IsExploration ? ", tried out to learn from it" : "")}"));
        yield return ("cost", Text($"${decision.CostUsd:0.########}"));
        yield return ("latency", Shown.Span(TimeSpan.FromMilliseconds(decision.LatencyMs)));
        yield return ("ended", decision.Outcome);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
