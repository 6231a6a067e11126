using AgentBus.Conformance.Languages;
using AgentBus.Conformance.Outside;
using AgentBus.Conformance.Reporting;
using AgentBus.Conformance.Workflows;

// Started in place of the program that an example runs as its MCP server.
if (args is [McpStandIn.Argument])
{
    McpStandIn.Serve(Console.In, Console.Out);
    return 0;
}

string[] needed = ["jq", "json-schema/draft2020-12", "serverless-workflow/examples", "serverless-workflow/ctk/features"];
if (needed.Select(TestData.Missing).FirstOrDefault(missing => missing is not null) is { } absent)
{
    Console.Error.WriteLine(absent);
    return 2;
}

await using var servers = await StandInServers.StartAsync();
using var commands = new StandInCommands();
var report = new Report(JqSuite.Run(), JsonSchemaSuite.Run(), ExampleSuite.Run(servers), FeatureSuite.Run(servers), await ShippedSuite.RunAsync());
ReportWriter.Print(report, Console.Out);
ReportWriter.Save(report, Path.Combine("artifacts", "conformance.json"));
return Asks.AllMet(report, Console.Error) ? 0 : 1;
