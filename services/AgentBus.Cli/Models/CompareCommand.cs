using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AgentBus.Cli.Screen;
using AgentBus.Models.Routing.OffPolicy;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models compare</c>: what another policy would have earned on the logs of this one.</summary>
internal static class CompareCommand
{
    public static Command Create(CommandKit kit)
    {
        var files = new Argument<string[]>("files") { Description = "CSV files of logged decisions, with a header; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var options = new CompareOptions();
        var command = new Command(
            "compare", "Estimates from logged decisions with propensities what another choice of models would have been worth: IPS, SNIPS and doubly robust, with 95 % intervals.") { files };
        options.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            var calls = new List<LoggedCall>();
            foreach (var file in parse.GetValue(files)!)
            {
                calls.AddRange(options.Read(parse, CsvTable.Parse(file, await session.ReadAsync(file))));
            }

            var report = OffPolicyEvaluation.Run(calls, options.Widest(parse));
            if (session.Output.IsJson)
            {
                session.Output.Json(JsonSerializer.SerializeToElement(report, ModelJson.Default.OffPolicyReport));
            }
            else
            {
                Show(session.Output, report);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(Output output, OffPolicyReport report)
    {
        var estimate = report.Estimate;
        output.Line(Text($"{estimate.Calls:N0} logged calls, which count as {estimate.EffectiveCalls:N0} of the other policy; mean weight {estimate.MeanWeight.Value:0.000}."));
        output.Line("");
        output.Table(
            ["ESTIMATE", "VALUE", "95 % INTERVAL"],
            [
                Row("logged policy", estimate.Logged), Row("other policy, IPS", estimate.Ips), Row("other policy, SNIPS", estimate.Snips),
                Row("other policy, doubly robust", estimate.DoublyRobust), Row("gain, doubly robust", estimate.Gain),
            ],
            "");
        output.Line("");
        output.Line(Shown.Safe($"Verdict: {Word(report.Verdict.Answer)}: {report.Verdict.Reason}."));
    }

    private static IReadOnlyList<string> Row(string name, Interval interval) =>
        [name, Text($"{interval.Value * 100:0.00}"), Text($"{interval.Low * 100:0.00} to {interval.High * 100:0.00}")];

    private static string Word(VerdictAnswer answer) => answer switch
    {
        VerdictAnswer.Better => "the other policy is better",
        VerdictAnswer.Worse => "the other policy is worse",
        VerdictAnswer.Same => "the same",
        _ => "none",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
