using AgentBus.Conformance.Languages;
using AgentBus.Conformance.Reporting;
using AgentBus.Conformance.Workflows;

string[] needed = ["jq", "json-schema/draft2020-12", "serverless-workflow/examples", "serverless-workflow/ctk/features"];
if (needed.Select(TestData.Missing).FirstOrDefault(missing => missing is not null) is { } absent)
{
    Console.Error.WriteLine(absent);
    return 2;
}

var report = new Report(JqSuite.Run(), JsonSchemaSuite.Run(), ExampleSuite.Run(), FeatureSuite.Run());
ReportWriter.Print(report, Console.Out);
ReportWriter.Save(report, Path.Combine("artifacts", "conformance.json"));
return Asks.AllMet(report, Console.Error) ? 0 : 1;
