using System.CommandLine;
using System.Globalization;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models decisions</c>: the last calls and where they went; <c>models why</c> tells more of each.</summary>
internal static class DecisionsCommand
{
    private const int MostStep = 50;

    public static Command Create(CommandKit kit, ModelAccess access)
    {
        var run = new Option<Guid?>("--run") { Description = "Only calls of this run." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 20 };
        var command = new Command("decisions", "Lists the last calls and the models they went to, newest first; 'models why' tells more of each.") { run, limit };
        access.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            using var gateway = access.Open(parse, session);
            var path = Query.Of(
                "/v1/models/decisions", ("tenant", access.Tenant(parse)), ("run", parse.GetValue(run)?.ToString()), ("limit", parse.GetValue(limit).ToString(CultureInfo.InvariantCulture)));
            var answer = await gateway.GetAsync(path, session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            session.Output.Table(
                ["DECISION", "AT", "STEP", "MODEL", "ENDED", "COST", "LATENCY"],
                answer.As(ModelJson.Default.DecisionPage).Items.Select(line => (IReadOnlyList<string>)
                [
                    line.Id.ToString(), Shown.Time(line.At), Shown.Safe(Shown.Short(line.Step is null ? line.StepType : $"{line.Step} ({line.Attempt})", MostStep)),
                    Shown.Safe(line.Chosen), Shown.Safe(line.Outcome), string.Create(CultureInfo.InvariantCulture, $"${line.CostUsd:0.######}"),
                    Shown.Span(TimeSpan.FromMilliseconds(line.LatencyMs)),
                ]),
                "No call was made.");
            return ExitCode.Success;
        });
        return command;
    }
}
