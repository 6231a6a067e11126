using System.CommandLine;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Memory;

/// <summary><c>agentbus memory</c>: what the agents of a workflow remember.</summary>
internal static class MemoryCommands
{
    public static Command Create(CommandKit kit) =>
        new("memory", "Shows what the agents of a workflow remember, and forgets it.") { List(kit), Get(kit), Forget(kit) };

    private static Command List(CommandKit kit)
    {
        var workflow = Workflow();
        var search = new Option<string?>("--search") { Description = "Find by words instead: those that share most come first." };
        var paging = new PageOptions();
        var memories = new Listing<Api.Memory>(
            ApiJson.Default.PageMemory, ["KEY", "VALUE", "STORED", "EXPIRES", "RUN"],
            memory => [Shown.Safe(memory.Key), Shown.Safe(Shown.Short(memory.Value.GetRawText(), 60)), Shown.Time(memory.StoredAt), Shown.Time(memory.ExpiresAt), $"{memory.Run}"],
            "Nothing is remembered.");
        var command = new Command("list", "Lists memories, by key or by words.") { workflow, search };
        paging.AddTo(command);
        kit.Handle(command, (parse, session) => memories.ShowAsync(
            session, Query.Of(Path(parse.GetValue(workflow)!), [("search", parse.GetValue(search)), .. paging.Of(parse)])));
        return command;
    }

    private static Command Get(CommandKit kit)
    {
        var workflow = Workflow();
        var key = new Argument<string>("key") { Description = "The memory's key." };
        var command = new Command("get", "Shows one memory.") { workflow, key };
        kit.Handle(command, async (parse, session) =>
        {
            var answer = await session.Api.GetAsync(KeyPath(parse.GetValue(workflow)!, parse.GetValue(key)!), session.Cancelled);
            session.Output.Json(answer.Json);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Forget(CommandKit kit)
    {
        var workflow = Workflow();
        var key = new Argument<string?>("key") { Description = "The memory's key.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Forget everything the workflow remembers." };
        var command = new Command("forget", "Forgets one memory, or all.") { workflow, key, all };
        kit.Handle(command, async (parse, session) =>
        {
            var (name, one) = (parse.GetValue(workflow)!, parse.GetValue(key));
            if (one is null != parse.GetValue(all))
            {
                throw CliException.Usage("Name the key to forget, or --all, not both.");
            }

            await session.Api.DeleteAsync(one is null ? Path(name) : KeyPath(name, one), session.Cancelled);
            session.Output.Note(one is null ? $"{name} remembers nothing any more." : $"'{one}' is forgotten.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> Workflow() => new("workflow") { Description = "namespace/name; all versions share their memory." };

    private static string Path(string workflow) => workflow.Split('/') is [{ Length: > 0 } space, { Length: > 0 } name]
        ? $"/v1/memory/{Uri.EscapeDataString(space)}/{Uri.EscapeDataString(name)}"
        : throw CliException.Usage($"'{workflow}' names no workflow; 'namespace/name' is wanted.");

    private static string KeyPath(string workflow, string key) =>
        $"{Path(workflow)}/keys/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
}
