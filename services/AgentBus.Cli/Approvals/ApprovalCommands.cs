using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Approvals;

/// <summary><c>agentbus approvals</c>, <c>approve</c> and <c>deny</c>.</summary>
internal static class ApprovalCommands
{
    private static readonly Listing<Approval> Approvals = new(
        ApiJson.Default.PageApproval, ["APPROVAL", "RUN", "TITLE", "STATE", "FOR", "ASKED", "DUE", "DECIDED BY"],
        a =>
        [
            $"{a.Id}", $"{a.Run}", Shown.Safe(a.Title), Shown.Safe(a.State), Shown.Safe(ApprovalView.Who(a)), Shown.Time(a.CreatedAt),
            Shown.Time(a.DueAt), Shown.Safe(a.Override ? $"{a.DecidedBy} (override)" : a.DecidedBy),
        ],
        "Nothing waits for a person.");

    public static Command List(CommandKit kit)
    {
        var id = IdArgument.OptionalApproval("Show this one whole: details and form.");
        var state = new Option<string>("--state") { Description = "open, approved, denied, timedOut, cancelled or all.", DefaultValueFactory = _ => "open" };
        var run = IdArgument.RunOption("Only those of this run.");
        var mine = new Option<bool>("--mine") { Description = "Only those your key is asked to decide." };
        var paging = new PageOptions();
        var command = new Command("approvals", "Lists what waits for a person.") { id, state, run, mine };
        paging.AddTo(command);
        kit.Handle(command, async (parse, session) =>
        {
            if (parse.GetValue(id) is { } one)
            {
                return await ShowAsync(session, one);
            }

            var wanted = parse.GetValue(state);
            return await Approvals.ShowAsync(session, Query.Of("/v1/approvals",
            [
                ("state", wanted == "all" ? null : wanted), ("run", parse.GetValue(run)?.ToString()), ("mine", parse.GetValue(mine) ? "true" : null),
                .. paging.Of(parse),
            ]));
        });
        return command;
    }

    public static Command Decide(CommandKit kit, string decision)
    {
        var id = IdArgument.Approval();
        var comment = new Option<string?>("--comment") { Description = "For the history." };
        var form = new Option<string[]>("--form") { Description = "The answer, where the approval has a form: key=value, repeated; a JSON file; or - for standard input." };
        var command = new Command(decision, decision == "approve" ? "Approves." : "Denies.") { id, comment, form };
        kit.Handle(command, async (parse, session) =>
        {
            var path = $"/v1/approvals/{parse.GetValue(id)}";
            var approval = (await session.Api.GetAsync(path, session.Cancelled)).As(ApiJson.Default.Approval);
            var answers = parse.GetValue(form) ?? [];
            if (!session.Output.IsJson)
            {
                ApprovalView.Print(session, approval);
            }

            var body = new JsonObject { ["decision"] = decision, ["comment"] = parse.GetValue(comment) };
            if (answers.Length > 0)
            {
                body["form"] = await FormInput.ReadAsync(session, answers, approval.Form);
            }
            else if (decision == "approve" && approval is { Form: { } asked, State: "open" } && !FormInput.IsOptional(asked))
            {
                throw CliException.Usage($"This approval asks for a form; give --form {FormInput.Example(asked)}, or --form <file>.");
            }

            var answer = await session.Api.PostAsync(path, Encoding.UTF8.GetBytes(body.ToJsonString()), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var decided = answer.As(ApiJson.Default.Approval);
            session.Output.Note($"{decided.Id}: {decided.State}{(decided.Override ? ", as an override: it was not asked of you" : "")}.");
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<int> ShowAsync(Session session, Guid id)
    {
        var answer = await session.Api.GetAsync($"/v1/approvals/{id}", session.Cancelled);
        if (session.Output.IsJson)
        {
            session.Output.Json(answer.Json);
        }
        else
        {
            ApprovalView.Print(session, answer.As(ApiJson.Default.Approval));
        }

        return ExitCode.Success;
    }
}
