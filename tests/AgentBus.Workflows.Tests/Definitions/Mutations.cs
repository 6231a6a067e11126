using System.Text.Json.Nodes;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>Ways to break a good document.</summary>
internal static class Mutations
{
    /// <summary>Each breaks the document in place and answers the JSON pointer of where that must be reported.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject, string>> All { get; } = new Dictionary<string, Func<JsonObject, string>>
    {
        ["the header is a number"] = document => Put(document, "/document", 5),
        ["the header lacks its name"] = document => Remove(document["document"]!, "name", "/document"),
        ["the header lacks its version"] = document => Remove(document["document"]!, "version", "/document"),
        ["the version is no semantic version"] = document => Put(document, "/document/version", "1.0"),
        ["the version is a number"] = document => Put(document, "/document/version", 1),
        ["the dialect is another"] = document => Put(document, "/document/dsl", "2.0.0"),
        ["the namespace has a space"] = document => Put(document, "/document/namespace", "a b"),
        ["a known word has a slip"] = document => Put(document, "/timeuot", new JsonObject()),
        ["there are no tasks"] = document => Remove(document, "do", ""),
        ["the tasks are no list"] = document => Put(document, "/do", new JsonObject()),
        ["a task is a number"] = document => Insert(document, "bad", 5),
        ["a task is named as a directive"] = document => Insert(document, "exit", new JsonObject { ["set"] = new JsonObject { ["a"] = 1 } }),
        ["a task has two names"] = TwoNames,
        ["two tasks have one name"] = document => { Insert(document, "twin", Set()); return Insert(document, "twin", Set(), "", "/do/1/twin"); },
        ["a task has an unknown word"] = document => OnTask(document, "colour", "red"),
        ["a task is of two kinds"] = document => Insert(document, "bad", new JsonObject { ["set"] = Set()["set"]!.DeepClone(), ["wait"] = "PT1S" }),
        ["a task is of no kind"] = document => Insert(document, "bad", new JsonObject { ["if"] = "." }),
        ["then goes nowhere"] = document => OnTask(document, "then", "nowhere-at-all"),
        ["then is a number"] = document => OnTask(document, "then", 5),
        ["a condition is broken jq"] = document => OnTask(document, "if", "${ .a | }"),
        ["a condition is a number"] = document => OnTask(document, "if", 5),
        ["an expression reads an unknown variable"] = document => OnTask(document, "if", "${ $nothing }"),
        ["an expression calls an unknown function"] = document => OnTask(document, "if", "${ frobnicate(1) }"),
        ["an expression reads a file"] = document => OnTask(document, "if", "${ input }"),
        ["a secret is read where it would be stored"] = document => Insert(document, "bad", new JsonObject { ["set"] = new JsonObject { ["a"] = "${ $secrets.key }" } }, "/set/a"),
        ["a timeout is no duration"] = document => OnTask(document, "timeout", new JsonObject { ["after"] = "soon" }, "/after"),
        ["a timeout is not defined"] = document => OnTask(document, "timeout", "undefined-timeout"),
        ["a duration has an unknown unit"] = document => Insert(document, "bad", new JsonObject { ["wait"] = new JsonObject { ["second"] = 1 } }, "/wait/second"),
        ["a duration is negative"] = document => Insert(document, "bad", new JsonObject { ["wait"] = new JsonObject { ["seconds"] = -1 } }, "/wait/seconds"),
        ["input has an unknown word"] = document => OnTask(document, "input", new JsonObject { ["form"] = "." }, "/form"),
        ["output.as is a number"] = document => OnTask(document, "output", new JsonObject { ["as"] = 5 }, "/as"),
        ["export.as is broken jq"] = document => OnTask(document, "export", new JsonObject { ["as"] = "${ [ }" }, "/as"),
        ["a schema has an unknown type"] = document =>
            OnTask(document, "input", new JsonObject { ["schema"] = new JsonObject { ["document"] = new JsonObject { ["type"] = "strin" } } }, "/schema/document/type"),
        ["an error is not defined"] = document => Insert(document, "bad", new JsonObject { ["raise"] = new JsonObject { ["error"] = "undefined" } }, "/raise/error"),
        ["a try has no catch"] = document => Insert(document, "bad", new JsonObject { ["try"] = new JsonArray() }),
        ["a retry policy is not defined"] = document =>
            Insert(document, "bad", new JsonObject { ["try"] = new JsonArray(), ["catch"] = new JsonObject { ["retry"] = "undefined" } }, "/catch/retry"),
        ["branches are no list"] = document => Insert(document, "bad", new JsonObject { ["fork"] = new JsonObject { ["branches"] = Set() } }, "/fork/branches"),
        ["a for has no collection"] = document => Insert(document, "bad", new JsonObject { ["for"] = new JsonObject { ["each"] = "x" }, ["do"] = new JsonArray() }, "/for"),
        ["a switch has no case"] = document => Insert(document, "bad", new JsonObject { ["switch"] = new JsonArray() }, "/switch"),
        ["a call is unknown"] = document => Insert(document, "bad", new JsonObject { ["call"] = "telepathy" }, "/call"),
        ["a call is not supported"] = document => Insert(document, "bad", new JsonObject { ["call"] = "grpc", ["with"] = new JsonObject() }, "/call"),
        ["a script is run"] = document => Insert(document, "bad", new JsonObject { ["run"] = new JsonObject { ["script"] = new JsonObject() } }, "/run/script"),
        ["an agent has no name"] = document => Insert(document, "bad", new JsonObject { ["call"] = "agent", ["with"] = new JsonObject() }, "/with"),
        ["a mode of failure is unknown"] = document => OnTask(document, "metadata", new JsonObject { ["agentbus"] = new JsonObject { ["onExhausted"] = "retry" } }, "/agentbus/onExhausted"),
        ["functions call each other"] = Cycle,
    };

    private static JsonObject Set() => new() { ["set"] = new JsonObject { ["a"] = 1 } };

    private static string Put(JsonObject document, string pointer, JsonNode value)
    {
        JsonNode owner = document;
        var names = pointer.Split('/');
        foreach (var name in names[1..^1])
        {
            owner = owner[name]!;
        }

        owner[names[^1]] = value;
        return pointer;
    }

    private static string Remove(JsonNode owner, string name, string reported)
    {
        owner.AsObject().Remove(name);
        return reported;
    }

    /// <summary>Puts a task in front of the others.</summary>
    private static string Insert(JsonObject document, string name, JsonNode task, string below = "", string? reported = null)
    {
        document["do"]!.AsArray().Insert(0, new JsonObject { [name] = task });
        return reported ?? $"/do/0/{name}{below}";
    }

    private static string OnTask(JsonObject document, string word, JsonNode value, string below = "")
    {
        var task = Set();
        task[word] = value;
        return Insert(document, "bad", task, $"/{word}{below}");
    }

    private static string TwoNames(JsonObject document)
    {
        document["do"]!.AsArray().Insert(0, new JsonObject { ["one"] = Set(), ["two"] = Set() });
        return "/do/0";
    }

    private static string Cycle(JsonObject document)
    {
        var use = document["use"] as JsonObject ?? [];
        document["use"] = use;
        use["functions"] = new JsonObject { ["ping"] = new JsonObject { ["call"] = "pong" }, ["pong"] = new JsonObject { ["call"] = "ping" } };
        return Insert(document, "bad", new JsonObject { ["call"] = "ping" }, reported: "/use/functions");
    }
}
