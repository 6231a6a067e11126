using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Budgets;

/// <summary><c>agentbus budgets</c>: what is spent on models, and raising a limit.</summary>
internal static class BudgetCommands
{
    public static Command Create(CommandKit kit) => new("budgets", "Shows what is spent on models, and raises a limit.") { List(kit), Raise(kit) };

    private static Command List(CommandKit kit)
    {
        var scope = new Option<string?>("--scope") { Description = "run, step, workflow, agent, tenant or day." };
        var key = new Option<string?>("--for") { Description = "Only those whose name begins so: an agent, namespace/name, a run's id, 2026-11." };
        var limit = new Option<int>("--limit") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "'next' of the page before." };
        var command = new Command("list", "Lists what was spent, is held for calls under way, and is left.") { scope, key, limit, cursor };
        kit.Handle(command, async (parse, session) =>
        {
            var answer = await session.Api.GetAsync(
                Query.Of("/v1/budgets", ("scope", parse.GetValue(scope)), ("key", parse.GetValue(key)), ("limit", $"{parse.GetValue(limit)}"), ("cursor", parse.GetValue(cursor))),
                session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var page = answer.As(ApiJson.Default.PageModelBudget);
            session.Output.Table(
                ["BUDGET", "SPENT", "HELD", "LIMIT", "LEFT", "CALLS", "LAST"],
                page.Items.Select(line => (IReadOnlyList<string>)
                [
                    Shown.Safe(line.Id), Money(line.SpentUsd), Shown.Money(line.ReservedUsd), line.LimitUsd is { } most ? Money(most) : "", line.LeftUsd is { } left ? Money(left) : "",
                    $"{line.Calls}", Shown.Time(line.UpdatedAt),
                ]),
                "Nothing was spent on models.");
            if (page.Next is { } next)
            {
                session.Output.Note($"There are more: --cursor {next}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Raise(CommandKit kit)
    {
        var id = new Argument<string>("budget") { Description = "As 'agentbus budgets list' and the refused call name it: day/default/2026-11-22." };
        var usd = new Argument<decimal>("usd") { Description = "US dollars to add to its limit." };
        var command = new Command("raise", "Adds to a limit. What waits for it goes on by itself.") { id, usd };
        kit.Handle(command, async (parse, session) =>
        {
            var body = new JsonObject { ["id"] = parse.GetValue(id), ["usd"] = parse.GetValue(usd) };
            var answer = await session.Api.PostAsync("/v1/budgets/raise", Encoding.UTF8.GetBytes(body.ToJsonString()), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            var line = answer.As(ApiJson.Default.ModelBudget);
            session.Output.Note($"{Shown.Printable(line.Id)}: {Money(line.RaisedUsd)} added to its limit in all.");
            return ExitCode.Success;
        });
        return command;
    }

    private static string Money(decimal usd) => usd == 0 ? "$0" : Shown.Money(usd);
}
