using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Definitions;
using AgentBus.Cli.Runs;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Demo;

/// <summary><c>agentbus demo</c>: the main job on real input, and how well its parts did, found independently of them.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Command Create(CommandKit kit)
    {
        var topic = new Option<string>("--topic")
        {
            Description = "What to brief on.", DefaultValueFactory = _ => "How AgentBus runs workflows of agents and survives failures",
        };
        var sources = new Option<string[]>("--sources") { Description = "Folders, files or addresses. Default: the README files and docs here.", AllowMultipleArgumentsPerToken = true };
        var report = new Option<string>("--out") { Description = "Where to write the report.", DefaultValueFactory = _ => "artifacts/demo.json" };
        var workflows = new Option<string>("--workflows") { Description = "Folder of the definitions.", DefaultValueFactory = _ => "deploy/workflows" };
        var command = new Command("demo", "Runs the briefing over this repository's own documents, then checks it and the validation agent.")
        {
            topic, sources, report, workflows,
        };
        kit.Handle(command, async (parse, session) =>
        {
            await ReachAsync(session);
            await ApplyAsync(session, session.Full(parse.GetValue(workflows)!));
            var inputs = Sources(session, parse.GetValue(sources) ?? []);
            var found = await RunAsync(session, parse.GetValue(topic)!, inputs);
            await WriteAsync(session, session.Full(parse.GetValue(report)!), found);
            return found.State == "Completed" && found.Validation is not null ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    // A server that was started a moment ago may not listen yet.
    private static async Task ReachAsync(Session session)
    {
        var clock = session.Terminal.Clock;
        for (var began = clock.GetTimestamp(); ;)
        {
            try
            {
                await session.Api.GetAsync("/v1/agents", session.Cancelled);
                return;
            }
            catch (CliException e) when (e.ExitCode == ExitCode.Unreachable && clock.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, session.Cancelled);
            }
        }
    }

    private static async Task ApplyAsync(Session session, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw CliException.Usage($"There is no folder '{folder}'. Run the demo in the repository, or name the folder with --workflows.");
        }

        foreach (var file in Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            await DefinitionCommands.ApplyAsync(session, file, allowUnknownAgents: true);
        }
    }

    private static List<string> Sources(Session session, string[] given)
    {
        if (given.Length > 0)
        {
            return [.. given.Select(source => source.Contains(':', StringComparison.Ordinal) ? source : session.Full(source))];
        }

        string[] roots = ["shared", "services"];
        var readmes = roots.Select(session.Full).Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "README.md", SearchOption.AllDirectories)).Where(IsSource).Order(StringComparer.Ordinal);
        List<string> found = [.. new[] { session.Full("README.md"), session.Full("docs") }.Concat(readmes).Where(Path.Exists)];
        return found.Count > 0 ? found : throw CliException.Usage("There is no README.md here. Name the sources with --sources.");
    }

    private static bool IsSource(string file) => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj" or "node_modules");

    private static async Task<DemoReport> RunAsync(Session session, string topic, List<string> sources)
    {
        var input = new JsonObject { ["topic"] = topic, ["sources"] = new JsonArray([.. sources.Select(source => JsonValue.Create(source))]) };
        var briefing = await FinishAsync(session, "briefing", input);
        var output = briefing.Run.State == "Completed" ? BriefingOutput.Check(await OutputAsync(session, briefing)) : null;
        var validation = output is null ? null : await ValidateAsync(session, sources);
        var seconds = Math.Round(((briefing.Run.EndedAt ?? briefing.Run.CreatedAt) - briefing.Run.CreatedAt).TotalSeconds, 2);
        return new DemoReport(briefing.Run.Id, briefing.Run.State, seconds, output, validation);
    }

    private static async Task<DemoValidation?> ValidateAsync(Session session, IEnumerable<string> sources)
    {
        var claims = PlantedClaims.Of([.. SourceReader.Files(sources).SelectMany(SourceReader.Passages)]);
        if (claims.Count == 0)
        {
            session.Output.Note("The sources hold no prose to plant claims from; the validation agent was not tried.");
            return null;
        }

        var pairs = claims.Select(c => (JsonNode)new JsonObject { ["id"] = c.Id, ["claim"] = c.Claim, ["passage"] = c.Passage }).ToArray();
        var run = await FinishAsync(session, "check-claims", new JsonObject { ["pairs"] = new JsonArray(pairs) });
        return run.Run.State == "Completed" ? ClaimScore.Of(claims, await OutputAsync(session, run)) : null;
    }

    private static async Task<RunDetails> FinishAsync(Session session, string workflow, JsonObject input)
    {
        var answer = await RunCommand.StartAsync(session, workflow, input, null);
        var details = await RunDisplay.WatchAsync(session, answer.Json.GetProperty("id").GetGuid());
        if (RunView.ErrorText(details.Run) is { } error)
        {
            session.Output.Note($"{workflow} {details.Run.State}: {Shown.Printable(error)}");
        }

        return details;
    }

    private static async Task<JsonElement> OutputAsync(Session session, RunDetails details) =>
        details.Output ?? (await session.Api.GetAsync($"/v1/runs/{details.Run.Id}/output", session.Cancelled)).Json;

    private static async Task WriteAsync(Session session, string file, DemoReport report)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var json = JsonSerializer.Serialize(report, DemoJson.Default.DemoReport);
        await File.WriteAllTextAsync(file, json + "\n", session.Cancelled);
        if (session.Output.IsJson)
        {
            session.Terminal.Out.WriteLine(json);
            return;
        }

        if (report.Output is { } output)
        {
            var checkedOnes = output.Citations.Where(c => c.Supported is not null).ToList();
            session.Output.Line($"Briefing: {Shown.Safe(output.File)}, {output.Sentences} sentences, " +
                $"{checkedOnes.Count(c => c.Supported == true)} of {checkedOnes.Count} citations supported.");
        }

        if (report.Validation is { } validation)
        {
            session.Output.Line($"Validation: {validation.Caught:P1} of {validation.Altered} altered sentences caught, {validation.FalseAlarms:P1} false alarms.");
        }

        session.Output.Line($"Report: {Shown.Safe(file)}");
    }
}
