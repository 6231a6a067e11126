using System.Text.Json.Nodes;

namespace AgentBus.Chaos.Load;

/// <summary>Makes cases: what the definitions beside this file do, said a second time so that it can be checked.</summary>
internal static class Cases
{
    public const string Sequence = "sequence";
    public const string Retries = "retries";
    public const string Approval = "approval";
    public const string Timers = "timers";
    public const string Fanout = "fanout";
    public const string Fork = "fork";
    public const string Compensation = "compensation";
    public const string Child = "child";
    public const string Budget = "budget";
    public const string Long = "long";

    private const string Completed = "Completed";
    private const string Faulted = "Faulted";

    /// <summary>A case of this workflow, by the dice.</summary>
    public static LoadCase Make(string workflow, string name, Random dice) => workflow switch
    {
        Sequence => Of(workflow, name, ["one", "two", "three", "four", "five"]),
        Retries => Of(workflow, name, ["late", "early", "last"], ("failures", dice.Next(0, 4))),
        Approval => Approved(name, dice.Next(3) > 0),
        Timers => Of(workflow, name, ["before", "between", "after"]),
        Fanout => FanOut(name, dice.Next(5, 31)),
        Fork => Of(workflow, name, ["left", "middle", "right-first", "right-second", "join"]),
        Compensation => Of(workflow, name, Undone()) with { State = Faulted },
        Child => Of(workflow, name, ["before", "inner-first", "inner-second", "after"]),
        Budget => Of(workflow, name, [.. Numbered("paid", 5), "last"]),
        Long => Of(workflow, name, ["before", "work", "after"], ("milliseconds", dice.Next(2_500, 5_000))),
        _ => throw new ArgumentException($"There is no workflow '{workflow}' in the load.", nameof(workflow)),
    };

    /// <summary>The definitions, as they are applied.</summary>
    public static IEnumerable<string> Definitions() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Load", "Definitions"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllText);

    private static LoadCase Of(string workflow, string name, IReadOnlyList<string> effects, params (string Name, int Value)[] more)
    {
        var input = new JsonObject { ["case"] = name };
        foreach (var (member, value) in more)
        {
            input[member] = value;
        }

        return new LoadCase(name, workflow, input, Completed, effects);
    }

    private static LoadCase Approved(string name, bool approves) =>
        Of(Approval, name, ["draft", approves ? "publish" : "withdraw"]) with { Approves = approves };

    private static LoadCase FanOut(string name, int width) => Of(Fanout, name, [.. Numbered("item", width), $"sum-{width}"], ("width", width));

    private static IReadOnlyList<string> Undone()
    {
        IReadOnlyList<string> done = ["flight", .. Numbered("room", 3)];
        return [.. done, .. done.Select(effect => $"undo-{effect}")];
    }

    private static IEnumerable<string> Numbered(string effect, int count) => Enumerable.Range(0, count).Select(n => $"{effect}-{n}");
}
