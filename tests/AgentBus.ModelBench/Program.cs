using AgentBus.ModelBench.Bars;
using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;

if (TestData.Missing("routing") is { } absent)
{
    Console.Error.WriteLine(absent);
    return 2;
}

var data = RoutingData.Load();
IBar[] all =
[
    new MmluBar(data), new FewLabelsBar(data), new GsmBar(data), new ColdStartBar(data), new PacingBar(data), new DriftBar(), new OffPolicyBar(data), new DecisionTimeBar(data),
    new NoHarmBar(data),
];
var asked = args.Length == 0 ? all : [.. all.Where(bar => args.Contains(bar.Id))];
var report = new ModelsReport();
foreach (var bar in asked)
{
    report.Bars[bar.Id] = bar.Measure();
    ReportWriter.Print(bar.Id, report.Bars[bar.Id], Console.Out);
}

ReportWriter.Save(report, Path.Combine("artifacts", "models.json"));
Console.WriteLine("artifacts/models.json");
return report.Bars.Values.All(figure => figure.Pass) ? 0 : 1;
