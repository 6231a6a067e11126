using System.CommandLine;
using System.Globalization;
using System.Text;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models ask</c>: one question, its answer, and what the gateway made of it.</summary>
internal static class AskCommand
{
    public static Command Create(CommandKit kit, ModelAccess access)
    {
        var question = new Argument<string>("question") { Description = "What to ask; - is standard input." };
        var options = new AskOptions();
        var command = new Command("ask", "Asks a model and shows which one answered, why, at what cost and how fast.") { question };
        options.AddTo(command);
        access.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            var asked = parse.GetValue(question)!;
            var text = asked == "-" ? await session.ReadAsync(asked) : asked;
            var request = options.Request(parse, text, access.Tenant(parse), session.Terminal.Clock.GetUtcNow());
            using var gateway = access.Open(parse, session);
            var answer = await gateway.PostAsync("/v1/chat/completions", Encoding.UTF8.GetBytes(request.ToJsonString()), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            Show(session, answer.As(ModelJson.Default.ModelAnswer));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(Session session, ModelAnswer answer)
    {
        var choice = answer.Choices is [var first, ..] ? first : null;
        foreach (var line in (choice?.Message?.Content ?? "").ReplaceLineEndings("\n").Split('\n'))
        {
            session.Terminal.Out.WriteLine(Shown.Printable(line));
        }

        if (choice?.FinishReason is { } reason and not "stop")
        {
            session.Output.Note($"The answer ended with '{Shown.Printable(reason)}': it may not be whole.");
        }

        if (answer.Agentbus is { } route)
        {
            session.Terminal.Out.WriteLine();
            Facts.Show(session.Terminal, Of(route));
        }
    }

    private static IEnumerable<(string Name, string Text)> Of(ModelRoute route)
    {
        yield return ("chosen", $"{route.Model} of {route.Provider}");
        yield return ("why", route.Reason);
        yield return ("cost", Text($"${route.CostUsd:0.########}{(route.Repeated ? " (answered before)" : route.Cache is "hit" or "near" ? $" (from the cache: {route.Cache})" : "")}"));
        yield return ("latency", Shown.Span(TimeSpan.FromMilliseconds(route.LatencyMs)));
        if (route.Decision is { } decision)
        {
            yield return ("decision", decision.ToString());
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
