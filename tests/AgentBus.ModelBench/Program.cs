using AgentBus.ModelBench.Bars;
using AgentBus.ModelBench.Clients;
using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Gateways;
using AgentBus.ModelBench.Report;

if (TestData.Missing("routing") is { } absent)
{
    Console.Error.WriteLine(absent);
    return 2;
}

const string ReportFile = "artifacts/models.json";
var data = RoutingData.Load();
IMeasurement[] all =
[
    new MmluBar(data), new FewLabelsBar(data), new GsmBar(data), new ColdStartBar(data), new BudgetBar(data), new DriftBar(), new OffPolicyBar(data), new DecisionTimeBar(data),
    new NoHarmBar(data), new CacheBar(data), new OverheadBar(), new OutageBar(), new NodeClientBar(),
];
var unknown = args.Where(name => !all.Any(measurement => IsNamed(measurement, name))).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"There is no '{string.Join("', '", unknown)}'; give of {string.Join(", ", all.Select(measurement => measurement.Id))}, bars, gateway and clients, or nothing for all.");
    return 2;
}

// What is not asked for keeps the figures of the run before.
var report = args.Length == 0 ? new ModelsReport() : ReportWriter.Load(ReportFile);
var asked = args.Length == 0 ? all : [.. all.Where(measurement => args.Any(name => IsNamed(measurement, name)))];
var passed = true;
foreach (var measurement in asked)
{
    var figure = report.Of(measurement.Section)[measurement.Id] = await measurement.MeasureAsync(CancellationToken.None);
    ReportWriter.Print(measurement.Id, figure, Console.Out);
    ReportWriter.Save(report, ReportFile);
    passed &= figure.Pass;
}

Console.WriteLine(ReportFile);
return passed ? 0 : 1;

static bool IsNamed(IMeasurement measurement, string name) => name == measurement.Id || name.Equals(measurement.Section.ToString(), StringComparison.OrdinalIgnoreCase);
