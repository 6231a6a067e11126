using System.CommandLine;
using System.Net;
using System.Text;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Definitions;

/// <summary><c>agentbus definitions</c>.</summary>
internal static class DefinitionCommands
{
    public static Command Create(CommandKit kit) =>
        new("definitions", "Applies, checks and shows workflow definitions.") { Apply(kit), ValidateCommand.Create(kit), List(kit), Show(kit), DiffCommand.Create(kit) };

    private static Command Apply(CommandKit kit)
    {
        var files = new Argument<string[]>("files") { Description = "YAML or JSON files.", Arity = ArgumentArity.OneOrMore };
        var unknown = new Option<bool>("--allow-unknown-agents") { Description = "Also when no worker of an agent was ever announced." };
        var command = new Command("apply", "Stores definitions. The same text again changes nothing.") { files, unknown };
        kit.Handle(command, async (parse, session) =>
        {
            var results = new List<System.Text.Json.JsonElement>();
            foreach (var file in parse.GetValue(files)!)
            {
                var answer = await ApplyAsync(session, file, parse.GetValue(unknown));
                results.Add(answer.Json);
                if (!session.Output.IsJson)
                {
                    var stored = answer.As(ApiJson.Default.Definition);
                    session.Output.Line($"{Shown.Safe($"{stored.Namespace}/{stored.Name}@{stored.Version}")} {(answer.Status == HttpStatusCode.Created ? "stored" : "unchanged")}");
                }
            }

            if (session.Output.IsJson)
            {
                session.Output.Json(System.Text.Json.JsonSerializer.SerializeToElement(results, ApiJson.Default.ListJsonElement));
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Stores one file; a refusal names the file.</summary>
    public static async Task<ApiAnswer> ApplyAsync(Session session, string file, bool allowUnknownAgents)
    {
        var text = await session.ReadAsync(file);
        try
        {
            return await session.Api.PutAsync(
                Query.Of("/v1/definitions", ("unknownAgents", allowUnknownAgents ? "allow" : null)),
                Encoding.UTF8.GetBytes(text), "application/yaml", session.Cancelled);
        }
        catch (CliException e) when (e.ExitCode == ExitCode.Failed)
        {
            throw new CliException(e.ExitCode, $"{file}: {e.Message}", e.More);
        }
    }

    private static Command List(CommandKit kit)
    {
        var definitions = new Listing<Definition>(
            ApiJson.Default.PageDefinition, ["DEFINITION", "TITLE", "AGENTS", "STARTED BY", "NEXT DUE", "STORED"],
            d =>
            [
                Shown.Safe($"{d.Namespace}/{d.Name}@{d.Version}"), Shown.Safe(d.Title), Shown.Safe(string.Join(", ", d.Agents)),
                Shown.Safe(string.Join(", ", d.EventTypes)), Shown.Time(d.NextDue), Shown.Time(d.CreatedAt),
            ],
            "There are no definitions. Store one with: agentbus definitions apply <file>");
        var command = new Command("list", "Lists definitions.");
        kit.Handle(command, (_, session) => definitions.ShowAsync(session, "/v1/definitions"));
        return command;
    }

    private static Command Show(CommandKit kit)
    {
        var reference = new Argument<string>("definition") { Description = "namespace/name or namespace/name@version." };
        var command = new Command("show", "Shows a definition: its text, or with --json the document as JSON.") { reference };
        kit.Handle(command, async (parse, session) =>
        {
            var parts = parse.GetValue(reference)!.Split('/', '@');
            if (parts.Length is not (2 or 3) || parts.Any(part => part.Length == 0))
            {
                throw CliException.Usage($"'{parse.GetValue(reference)}' names no definition; namespace/name or namespace/name@version is wanted.");
            }

            var path = $"/v1/definitions/{string.Join('/', parts.Select(Uri.EscapeDataString))}";
            if (session.Output.IsJson)
            {
                session.Output.Json((await session.Api.GetAsync(path, session.Cancelled)).Json);
                return ExitCode.Success;
            }

            session.Terminal.Out.WriteLine(Encoding.UTF8.GetString((await session.Api.GetAsync(path, session.Cancelled, "application/yaml")).Body).TrimEnd());
            return ExitCode.Success;
        });
        return command;
    }
}
