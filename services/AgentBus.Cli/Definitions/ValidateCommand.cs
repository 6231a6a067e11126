using System.CommandLine;
using System.Text.Json;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Cli.Definitions;

/// <summary><c>agentbus definitions validate</c>: needs no server.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandKit kit)
    {
        var files = new Argument<string[]>("files") { Description = "YAML or JSON files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "Checks definitions without a server; every problem with line, column and path.") { files };
        kit.Handle(command, async (parse, session) =>
        {
            var checks = new List<FileCheck>();
            foreach (var file in parse.GetValue(files)!)
            {
                checks.Add(Check(file, DefinitionReader.Read(await session.ReadAsync(file))));
            }

            if (session.Output.IsJson)
            {
                session.Output.Json(JsonSerializer.SerializeToElement(checks, ApiJson.Default.ListFileCheck));
            }
            else
            {
                checks.ForEach(check => Show(session, check));
            }

            return checks.TrueForAll(check => check.Valid) ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    private static FileCheck Check(string file, DefinitionResult result) => new(
        file, result.Definition is not null, result.Definition?.Key.ToString(),
        [.. result.Problems.Select(p => new ProblemError(p.Line, p.Column, p.Path, p.Message))]);

    // The form that editors and terminals make clickable.
    private static void Show(Session session, FileCheck check)
    {
        if (check.Valid)
        {
            session.Output.Line($"{Shown.Safe(check.File)}: {Shown.Safe(check.Definition)} [green]is valid[/]");
        }

        foreach (var error in check.Errors)
        {
            session.Terminal.Out.WriteLine(Shown.Printable($"{check.File}:{error.Line}:{error.Column}: {error.Path}: {error.Message}"));
        }
    }
}

/// <summary>What is wrong with a file.</summary>
internal sealed record FileCheck(string File, bool Valid, string? Definition, IReadOnlyList<ProblemError> Errors);
