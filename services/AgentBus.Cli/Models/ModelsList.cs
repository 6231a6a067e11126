using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Cli.Api;
using AgentBus.Cli.Screen;
using AgentBus.Models.Decisions;
using AgentBus.Models.Targets;

namespace AgentBus.Cli.Models;

/// <summary><c>agentbus models</c> alone: catalogue, health, breakers and spending in one table.</summary>
internal static class ModelsList
{
    private const int MostReason = 60;

    public static void AddTo(Command command, CommandKit kit, ModelAccess access)
    {
        var hours = new Option<int>("--hours") { Description = "Hours whose calls and costs are added up. Default: 24.", DefaultValueFactory = _ => 24 };
        access.AddTo(command);
        command.Add(hours);
        kit.Handle(command, async (parse, session) =>
        {
            using var gateway = access.Open(parse, session);
            var state = await gateway.GetAsync("/v1/models/state", session.Cancelled);
            var usage = await UsageAsync(gateway, access.Tenant(parse), parse.GetValue(hours), session);
            if (session.Output.IsJson)
            {
                session.Output.Json(Joined(state, usage));
                return ExitCode.Success;
            }

            Show(session, state.As(StateJson.Default.ModelStateList).Models, usage, parse.GetValue(hours));
            return ExitCode.Success;
        });
    }

    /// <summary>How the models are can be told while the store is away; what was spent cannot.</summary>
    private static async Task<ModelUsage?> UsageAsync(ApiClient gateway, string tenant, int hours, Session session)
    {
        var path = Query.Of("/v1/models/usage", ("tenant", tenant), ("hours", hours.ToString(CultureInfo.InvariantCulture)));
        try
        {
            return (await gateway.GetAsync(path, session.Cancelled)).As(ModelJson.Default.ModelUsage);
        }
        catch (CliException e) when (e.ExitCode == ExitCode.Failed)
        {
            session.Output.Note($"What was spent cannot be told: {Shown.Printable(e.Message)}");
            return null;
        }
    }

    private static void Show(Session session, IReadOnlyList<ModelState> models, ModelUsage? usage, int hours)
    {
        var now = session.Terminal.Clock.GetUtcNow();
        session.Output.Table(
            ["MODEL", "PROVIDER", "$/M IN", "$/M OUT", "WINDOW", "QUALITY", "STATE", "P50", "P95", "BUSY", "CALLS", "FAILED", $"SPENT {hours} H"],
            models.Select(model => (IReadOnlyList<string>)
            [
                Shown.Safe(Named(model)), Shown.Safe(model.Region is null ? model.Provider : $"{model.Provider} ({model.Region})"),
                Number(model.InputUsdPerMillion), Number(model.OutputUsdPerMillion), Text($"{model.ContextWindow:N0}"), Text($"{model.Quality:0.00}"),
                State(model, now), Milliseconds(model.LatencyP50Ms), Milliseconds(model.LatencyP95Ms), Busy(model), .. Spent(usage, model.Model),
            ]),
            "No models are configured.");
    }

    private static IEnumerable<string> Spent(ModelUsage? usage, string model) => usage is null ? ["?", "?", "?"]
        : usage.Models.FirstOrDefault(use => use.Model == model) is { } use
            ? [Text($"{use.Calls}"), Text($"{use.Failed}"), Text($"${use.CostUsd:0.####}")]
            : ["0", "0", "$0"];

    private static string Named(ModelState model)
    {
        var more = model.Aliases.Append(model.Tier).OfType<string>().ToList();
        return more.Count == 0 ? model.Model : $"{model.Model} ({string.Join(", ", more)})";
    }

    private static string State(ModelState model, DateTimeOffset now) => model switch
    {
        { IsReady: false } => "[red]no key[/]",
        { Breaker: "open" } => $"[red]down[/] {For(model.OpenUntil, now)}{Shown.Safe(Shown.Short(model.LastFailure, MostReason))}",
        { Breaker: "halfOpen" } => "[yellow]being probed[/]",
        { LimitedUntil: { } until } => $"[yellow]limited[/] {For(until, now).TrimEnd(':', ' ')}",
        { Failures: > 0 } => Text($"[yellow]up[/], {model.Failures} failed in a row"),
        _ => "[green]up[/]",
    };

    private static string For(DateTimeOffset? until, DateTimeOffset now) => until > now ? $"for {Shown.Span(until.Value - now)}: " : "";

    private static string Busy(ModelState model) =>
        Text($"{model.UnderWay}{(model.Concurrency > 0 ? Text($"/{model.Concurrency}") : "")}{(model.Waiting > 0 ? Text($" +{model.Waiting}") : "")}");

    private static string Milliseconds(double? ms) => ms is { } known ? Text($"{known:0} ms") : "";

    private static string Number(decimal usd) => Text($"{usd:0.####}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static JsonElement Joined(ApiAnswer state, ModelUsage? usage)
    {
        var items = JsonNode.Parse(state.Body)!["models"]!.DeepClone().AsArray();
        foreach (var item in items.OfType<JsonObject>())
        {
            var use = usage?.Models.FirstOrDefault(u => u.Model == item["model"]!.GetValue<string>());
            item["calls"] = usage is null ? null : use?.Calls ?? 0;
            item["failed"] = usage is null ? null : use?.Failed ?? 0;
            item["costUsd"] = usage is null ? null : use?.CostUsd ?? 0;
        }

        return JsonElement.Parse(new JsonObject { ["items"] = items, ["since"] = usage?.Since }.ToJsonString());
    }
}

/// <summary>What a tenant's calls went to since a time.</summary>
internal sealed record ModelUsage(DateTimeOffset Since, IReadOnlyList<ModelUse> Models);
