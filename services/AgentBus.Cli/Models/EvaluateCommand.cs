using System.CommandLine;
using System.Text.Json;
using AgentBus.Models.Routing.Evaluation;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models evaluate</c>: what the learned router would have done with calls whose outcomes are known for every model.</summary>
internal static class EvaluateCommand
{
    private const string UsualLeaveOut = "contaminated";

    public static Command Create(CommandKit kit)
    {
        var files = new Argument<string[]>("files") { Description = "CSV files with a header; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var options = new EvaluateOptions();
        var command = new Command("evaluate", "Replays logged outcomes and shows what the learned router makes of them, beside each model alone, prompt length and chance.") { files };
        options.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            var settings = options.Settings(parse);
            var calls = new List<LabelledCall>();
            foreach (var file in parse.GetValue(files)!)
            {
                var table = CsvTable.Parse(file, await session.ReadAsync(file));
                calls.AddRange(options.Calls(parse, table.Has(UsualLeaveOut) ? UsualLeaveOut : null).Read(table));
            }

            EvaluateOptions.Check(settings, calls.Count);
            if (parse.GetValue(options.Online))
            {
                Show(session, OnlineEvaluation.Run(calls, settings, OnlineEvaluation.Tenths));
            }
            else
            {
                Show(session, OfflineEvaluation.Run(calls, settings));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(Session session, EvaluationReport report)
    {
        if (session.Output.IsJson)
        {
            session.Output.Json(JsonSerializer.SerializeToElement(report, ModelJson.Default.EvaluationReport));
            return;
        }

        EvaluationTable.Show(session.Output, report);
    }

    private static void Show(Session session, OnlineFigures figures)
    {
        if (session.Output.IsJson)
        {
            session.Output.Json(JsonSerializer.SerializeToElement(figures, ModelJson.Default.OnlineFigures));
            return;
        }

        EvaluationTable.Show(session.Output, figures);
    }
}
