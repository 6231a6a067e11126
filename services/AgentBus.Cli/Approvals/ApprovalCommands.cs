using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Runs;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Approvals;

/// <summary><c>agentbus approvals</c>, <c>approve</c> and <c>deny</c>.</summary>
internal static class ApprovalCommands
{
    public static Command List(CommandKit kit)
    {
        var state = new Option<string>("--state") { Description = "open, approved, denied, timedOut, cancelled or all.", DefaultValueFactory = _ => "open" };
        var run = new Option<Guid?>("--run") { Description = "Only those of this run." };
        var command = new Command("approvals", "Lists what waits for a person.") { state, run };
        kit.Handle(command, async (parse, session) =>
        {
            var wanted = parse.GetValue(state);
            var answer = await session.Api.GetAsync(
                Query.Of("/v1/approvals", ("state", wanted == "all" ? null : wanted), ("run", parse.GetValue(run)?.ToString())), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            session.Output.Table(
                ["APPROVAL", "RUN", "TITLE", "STATE", "ASKED", "DUE", "DECIDED BY"],
                answer.As(ApiJson.Default.PageApproval).Items.Select(a => (IReadOnlyList<string>)
                [
                    $"{a.Id}", $"{a.Run}", Shown.Safe(a.Title), Shown.Safe(a.State), Shown.Time(a.CreatedAt), Shown.Time(a.DueAt), Shown.Safe(a.DecidedBy),
                ]),
                "Nothing waits for a person.");
            return ExitCode.Success;
        });
        return command;
    }

    public static Command Decide(CommandKit kit, string decision)
    {
        var id = new Argument<Guid>("approval") { Description = "The approval's id." };
        var comment = new Option<string?>("--comment") { Description = "For the history." };
        var form = new Option<string?>("--form") { Description = "The answer as JSON, where the approval has a form." };
        var command = new Command(decision, decision == "approve" ? "Approves." : "Denies.") { id, comment, form };
        kit.Handle(command, async (parse, session) =>
        {
            var body = new JsonObject { ["decision"] = decision, ["comment"] = parse.GetValue(comment) };
            if (parse.GetValue(form) is { } text)
            {
                body["form"] = RunInput.Parse(text, "--form");
            }

            var answer = await session.Api.PostAsync(
                $"/v1/approvals/{parse.GetValue(id)}", Encoding.UTF8.GetBytes(body.ToJsonString()), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
            }
            else
            {
                session.Output.Note($"{parse.GetValue(id)}: {answer.Json.GetProperty("state").GetString()}.");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
