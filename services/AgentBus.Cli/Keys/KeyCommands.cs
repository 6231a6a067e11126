using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Keys;

/// <summary><c>agentbus keys</c>, for admins.</summary>
internal static class KeyCommands
{
    public static Command Create(CommandKit kit) => new("keys", "Lists, makes and revokes API keys.") { List(kit), New(kit), Revoke(kit) };

    private static Command List(CommandKit kit)
    {
        var keys = new Listing<Key>(
            ApiJson.Default.PageKey, ["KEY", "NAME", "ROLES", "GROUPS", "MADE", "REVOKED"],
            key =>
            [
                Shown.Safe(key.Id), Shown.Safe(key.Name), Shown.Safe(string.Join(", ", key.Roles)), Shown.Safe(string.Join(", ", key.Groups ?? [])),
                Shown.Time(key.CreatedAt), Shown.Time(key.RevokedAt),
            ],
            "There are no keys.");
        var command = new Command("list", "Lists keys, without their secrets.");
        kit.Handle(command, (_, session) => keys.ShowAsync(session, "/v1/keys"));
        return command;
    }

    private static Command New(CommandKit kit)
    {
        var name = new Argument<string>("name") { Description = "Who holds it." };
        var roles = new Option<string[]>("--role")
        {
            Description = "viewer, publisher, approver, operator or admin; may be repeated.", Required = true,
        };
        var tenant = new Option<string?>("--tenant") { Description = "Default: your own. Admins of 'default' may name another." };
        var groups = new Option<string?>("--groups") { Description = "Groups of its holder, which approvals may ask: a,b." };
        var command = new Command("create", "Makes a key and shows it, once.") { name, roles, tenant, groups };
        kit.Handle(command, async (parse, session) =>
        {
            var body = new JsonObject
            {
                ["name"] = parse.GetValue(name),
                ["roles"] = new JsonArray([.. parse.GetValue(roles)!.Select(role => JsonValue.Create(role))]),
            };
            if (parse.GetValue(tenant) is { } other)
            {
                body["tenant"] = other;
            }

            if (parse.GetValue(groups) is { } list)
            {
                var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                body["groups"] = new JsonArray([.. names.Select(group => JsonValue.Create(group))]);
            }

            var answer = await session.Api.PostAsync("/v1/keys", Encoding.UTF8.GetBytes(body.ToJsonString()), session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(answer.Json);
                return ExitCode.Success;
            }

            session.Terminal.Out.WriteLine(answer.As(ApiJson.Default.CreatedKey).Secret);
            session.Output.Note("Keep it: it is not shown again.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Revoke(CommandKit kit)
    {
        var id = new Argument<string>("key") { Description = "The key's id." };
        var command = new Command("revoke", "Revokes a key at once.") { id };
        kit.Handle(command, async (parse, session) =>
        {
            await session.Api.DeleteAsync($"/v1/keys/{Uri.EscapeDataString(parse.GetValue(id)!)}", session.Cancelled);
            if (session.Output.IsJson)
            {
                session.Output.Json(JsonSerializer.SerializeToElement(parse.GetValue(id)!, ApiJson.Default.String));
            }
            else
            {
                session.Output.Note($"Revoked {parse.GetValue(id)}.");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
