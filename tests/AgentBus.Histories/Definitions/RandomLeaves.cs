using System.Text.Json.Nodes;

namespace AgentBus.Histories.Definitions;

/// <summary>Makes random tasks that hold no others, but for what undoes them.</summary>
internal sealed class RandomLeaves(Random random, RandomTasks tasks)
{
    public JsonObject Set() => new()
    {
        ["set"] = new JsonObject { ["a"] = "${ . | tojson | .[:500] }", ["c"] = "${ $context }" },
    };

    public JsonObject Wait() => new() { ["wait"] = random.Next(3) == 0 ? "PT0S" : "PT5M" };

    public JsonObject Emit() => new()
    {
        ["emit"] = new JsonObject
        {
            ["event"] = new JsonObject { ["with"] = new JsonObject { ["source"] = "https://e.com", ["type"] = "e", ["time"] = "2030-01-01T00:00:00Z" } },
        },
        ["output"] = new JsonObject { ["as"] = "${ .type }" },
    };

    public JsonObject Approval()
    {
        var with = new JsonObject { ["title"] = "Well?", ["dueIn"] = "PT1H", ["onTimeout"] = random.Next(2) == 0 ? "approve" : "deny" };
        if (random.Next(3) == 0)
        {
            with["assignees"] = new JsonArray("ann");
            with["onTimeout"] = "escalate";
            with["escalate"] = new JsonArray(Rung("PT30M", "lead"), Rung("P1D", "boss"));
        }

        return new JsonObject { ["call"] = "approval", ["with"] = with };
    }

    /// <summary>For one, any or all of the event types <c>x</c> and <c>y</c>, in the end until its time is over.</summary>
    public JsonObject Listen()
    {
        var to = random.Next(4) switch
        {
            0 => new JsonObject { ["one"] = OfType("x") },
            1 => new JsonObject { ["any"] = new JsonArray(OfType("x"), OfType("y")) },
            2 => new JsonObject { ["any"] = new JsonArray(OfType("x"), OfType("y")), ["until"] = "(. | length) > 2" },
            _ => new JsonObject { ["all"] = new JsonArray(OfType("x"), OfType("y")) },
        };
        return new JsonObject { ["listen"] = new JsonObject { ["to"] = to }, ["timeout"] = new JsonObject { ["after"] = "PT6H" } };
    }

    public JsonObject Child() => new()
    {
        ["run"] = new JsonObject
        {
            ["workflow"] = new JsonObject { ["namespace"] = "random", ["name"] = "child", ["version"] = "1.0.0", ["input"] = new JsonObject { ["a"] = 1 } },
            ["await"] = random.Next(5) > 0,
        },
    };

    public JsonObject Raise() => new()
    {
        ["raise"] = new JsonObject
        {
            ["error"] = new JsonObject { ["type"] = "https://e.com/e", ["status"] = random.Next(2) == 0 ? 400 : 503, ["title"] = "Raised" },
        },
    };

    public JsonObject Agent(Place place, bool confluent)
    {
        var with = new JsonObject { ["agent"] = "a", ["input"] = "${ [., $context] }" };
        if (random.Next(3) == 0)
        {
            with["candidates"] = new JsonArray("b");
        }

        if (!confluent && random.Next(3) == 0)
        {
            with["accept"] = ".good";
        }

        var words = new JsonObject { ["onExhausted"] = new[] { "fail", "degrade", "approve", "pause", "deadLetter" }[random.Next(5)] };
        if (!place.Undoing && random.Next(3) == 0)
        {
            words["compensate"] = Undo();
        }

        return new JsonObject { ["call"] = "agent", ["with"] = with, ["metadata"] = RandomTasks.Agentbus(words) };
    }

    private static JsonObject OfType(string type) => new() { ["with"] = new JsonObject { ["type"] = type } };

    private static JsonObject Rung(string after, string to) => new() { ["after"] = after, ["to"] = new JsonArray(to) };

    private JsonArray Undo() => new(new JsonObject
    {
        [tasks.Name()] = random.Next(4) switch
        {
            0 => Wait(),
            1 => new JsonObject { ["raise"] = new JsonObject { ["error"] = new JsonObject { ["type"] = "https://e.com/undo", ["status"] = 500 } } },
            _ => new JsonObject { ["call"] = "agent", ["with"] = new JsonObject { ["agent"] = "undo" } },
        },
    });
}
