using System.Globalization;
using AgentBus.Cli.Screen;
using AgentBus.Models.Routing.Evaluation;

namespace AgentBus.Cli.Models;

/// <summary>Evaluations for people.</summary>
internal static class EvaluationTable
{
    public static void Show(Output output, EvaluationReport report)
    {
        output.Line(Shown.Safe(Text($"{report.Calls:N0} calls, {report.Tested:N0} predicted; {report.Strong} is the dearest model, {report.Weak} the cheapest.")));
        output.Line("");
        output.Table(["MODEL", "QUALITY", "COST"], report.Models.Select(model => (IReadOnlyList<string>)[Shown.Safe(model.Model), Percent(model.Quality), Text($"{model.Cost:0.####}")]), "");
        output.Line("");
        output.Table(
            ["ROUTER", "APGR", "CPT(50%)", "CPT(80%)", "APGR EXACT"],
            report.Routers.Select(router => (IReadOnlyList<string>)[router.Router, Text($"{router.Apgr:0.000}"), Percent(router.Cpt50), Percent(router.Cpt80), Text($"{router.ExactApgr:0.000}")]),
            "");
        output.Line("");
        output.Table(
            ["BUDGET", "COST", "LEARNED", "PROMPT LENGTH", "RANDOM"],
            report.Budgets.Select(budget => (IReadOnlyList<string>)[Text($"{budget.Budget:P0}"), Text($"{budget.MeanCost:0.####}"), Percent(budget.Learned), Percent(budget.Length), Percent(budget.Chance)]),
            "");
        output.Line("");
        output.Line(Shown.Safe($"Verdict: {report.Advantage}."));
    }

    public static void Show(Output output, OnlineFigures figures)
    {
        output.Line(Text($"{figures.Calls:N0} calls in one pass from nothing; mean PGR {figures.MeanPgr:0.000}, shares held within {figures.LargestShareError * 100:0.00} points."));
        output.Line("");
        output.Table(
            ["SHARE ASKED", "SHARE HELD", "QUALITY", "PGR"],
            figures.Shares.Select(share => (IReadOnlyList<string>)[Text($"{share.Share:P0}"), Text($"{share.Held * 100:0.00} %"), Percent(share.Quality), Text($"{share.Pgr:0.000}")]),
            "");
    }

    private static string Percent(double share) => Text($"{share * 100:0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
