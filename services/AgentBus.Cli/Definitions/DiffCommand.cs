using System.CommandLine;
using System.Text.Json;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Definitions;

/// <summary><c>agentbus definitions diff</c>.</summary>
internal static class DiffCommand
{
    public static Command Create(CommandKit kit)
    {
        var name = new Argument<string>("definition") { Description = "namespace/name." };
        var from = new Argument<string>("from") { Description = "The one version." };
        var to = new Argument<string>("to") { Description = "The other." };
        var command = new Command("diff", "Shows what changed between two versions, and whether waiting runs can be moved.") { name, from, to };
        kit.Handle(command, async (parse, session) =>
        {
            if (parse.GetValue(name)!.Split('/') is not [{ Length: > 0 } space, { Length: > 0 } plain])
            {
                throw CliException.Usage($"'{parse.GetValue(name)}' names no definition; namespace/name is wanted.");
            }

            var answer = await session.Api.GetAsync(
                Query.Of($"/v1/definitions/{Uri.EscapeDataString(space)}/{Uri.EscapeDataString(plain)}/diff", ("from", parse.GetValue(from)), ("to", parse.GetValue(to))),
                session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
            }
            else
            {
                Print(session.Output, answer.As(ApiJson.Default.DefinitionDiff));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(Output output, DefinitionDiff diff)
    {
        output.Line($"[bold]{Shown.Safe($"{diff.Namespace}/{diff.Name} {diff.From} -> {diff.To}")}[/]");
        Print(output, diff.Changes);
        if (diff.Changes.Count == 0)
        {
            output.Line("Nothing changed but the version.");
        }

        output.Line(diff.Obstacles.Count == 0
            ? "Every waiting run can be moved."
            : "Runs that wait in, or may yet compensate, one of these tasks cannot be moved:");
        foreach (var obstacle in diff.Obstacles)
        {
            output.Line($"  {Shown.Safe(obstacle.Task)}: {Shown.Safe(obstacle.Message)}");
        }
    }

    /// <summary>Changes of tasks, a line each, with the members that differ.</summary>
    public static void Print(Output output, IReadOnlyList<DefinitionChange> changes)
    {
        foreach (var change in changes)
        {
            var (mark, colour) = Mark(change.Change);
            var place = change.From is { } from && change.To is { } to && from != to ? $"{from} -> {to}" : change.To ?? change.From;
            output.Line($"[{colour}]{mark} {Shown.Safe(place)}[/]{(change.Change == "moved" ? " moved" : "")}");
            foreach (var member in change.Members)
            {
                output.Line($"    {Shown.Safe(member.Member)}: {Value(member.Before)} -> {Value(member.After)}");
            }
        }
    }

    private static (string Mark, string Colour) Mark(string change) => change switch
    {
        "added" => ("+", "green"),
        "removed" => ("-", "red"),
        "moved" => (">", "blue"),
        _ => ("~", "yellow"),
    };

    private static string Value(JsonElement? value) => value is null ? "(none)" : Shown.Safe(value.Value.GetRawText());
}
