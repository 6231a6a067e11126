using System.Text.Json.Nodes;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>Small workflows of every kind of task, made by a seeded generator.</summary>
internal sealed class RandomWorkflow(Random random)
{
    private int names;

    public string Make() => new JsonObject
    {
        ["document"] = new JsonObject
        {
            ["dsl"] = "1.0.3",
            ["namespace"] = "random",
            ["name"] = "random",
            ["version"] = "1.0.0",
            ["metadata"] = Agentbus(new JsonObject { ["compensation"] = new JsonObject { ["order"] = random.Next(2) == 0 ? "reverse" : "parallel" } }),
        },
        ["do"] = Tasks(3),
    }.ToJsonString();

    private JsonArray Tasks(int depth)
    {
        var tasks = new JsonArray();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            tasks.Add(new JsonObject { [$"t{names++}"] = Task(depth) });
        }

        return tasks;
    }

    private JsonObject Task(int depth)
    {
        var task = Kind(depth);
        if (random.Next(8) == 0)
        {
            task["if"] = random.Next(2) == 0 ? "${ true }" : "${ false }";
        }

        if (random.Next(10) == 0)
        {
            task["timeout"] = new JsonObject { ["after"] = "PT1H" };
        }

        if (random.Next(6) == 0)
        {
            task["export"] = new JsonObject { ["as"] = "${ {last: $task.name, before: ($context | length)} }" };
        }

        if (random.Next(6) == 0)
        {
            task["output"] = new JsonObject { ["as"] = "${ {o: ., i: ($input | tojson | length)} | tojson | .[:600] }" };
        }

        if (random.Next(12) == 0)
        {
            task["then"] = random.Next(2) == 0 ? "exit" : "end";
        }

        return task;
    }

    private JsonObject Kind(int depth) => random.Next(depth > 0 ? 13 : 7) switch
    {
        0 => new JsonObject { ["set"] = new JsonObject { ["a"] = "${ . | tojson | .[:500] }", ["c"] = "${ $context }" } },
        1 => new JsonObject { ["wait"] = "PT5M" },
        2 => new JsonObject
        {
            ["emit"] = new JsonObject { ["event"] = new JsonObject { ["with"] = new JsonObject { ["source"] = "https://e.com", ["type"] = "e" } } },
        },
        3 => Approval(),
        4 or 5 or 6 => Agent(),
        7 => new JsonObject { ["do"] = Tasks(depth - 1) },
        8 => new JsonObject
        {
            ["fork"] = new JsonObject { ["compete"] = random.Next(2) == 0, ["branches"] = Tasks(depth - 1) },
        },
        9 => Loop(depth, null),
        10 => Loop(depth, new JsonObject { ["maxConcurrency"] = random.Next(1, 4), ["toleratedFailurePercentage"] = random.Next(3) * 50 }),
        11 => Try(depth),
        _ => new JsonObject
        {
            ["raise"] = new JsonObject
            {
                ["error"] = new JsonObject { ["type"] = "https://e.com/e", ["status"] = random.Next(2) == 0 ? 400 : 503, ["title"] = "Raised" },
            },
        },
    };

    private JsonObject Approval() => new()
    {
        ["call"] = "approval",
        ["with"] = new JsonObject { ["title"] = "Well?", ["dueIn"] = "PT1H", ["onTimeout"] = random.Next(2) == 0 ? "approve" : "deny" },
    };

    private JsonObject Agent()
    {
        var with = new JsonObject { ["agent"] = "a", ["input"] = "${ [., $context] }" };
        if (random.Next(3) == 0)
        {
            with["candidates"] = new JsonArray("b");
        }

        if (random.Next(3) == 0)
        {
            with["accept"] = ".good";
        }

        var words = new JsonObject { ["onExhausted"] = new[] { "fail", "degrade", "approve", "pause" }[random.Next(4)] };
        if (random.Next(3) == 0)
        {
            words["compensate"] = new JsonArray(new JsonObject { [$"t{names++}"] = new JsonObject { ["call"] = "agent", ["with"] = new JsonObject { ["agent"] = "undo" } } });
        }

        return new JsonObject { ["call"] = "agent", ["with"] = with, ["metadata"] = Agentbus(words) };
    }

    private JsonObject Loop(int depth, JsonObject? parallel)
    {
        var loop = new JsonObject
        {
            ["for"] = new JsonObject { ["each"] = "item", ["in"] = $"[range({random.Next(5)})]" },
            ["do"] = Tasks(depth - 1),
        };
        if (parallel is not null)
        {
            loop["metadata"] = Agentbus(parallel);
            foreach (var task in loop["do"]!.AsArray())
            {
                Forbid(task!, "export");
            }
        }

        return loop;
    }

    private JsonObject Try(int depth)
    {
        var handler = new JsonObject { ["errors"] = new JsonObject { ["with"] = new JsonObject { ["status"] = 503 } }, ["do"] = Tasks(depth - 1) };
        if (random.Next(2) == 0)
        {
            handler.Remove("errors");
        }

        if (random.Next(2) == 0)
        {
            handler["retry"] = new JsonObject
            {
                ["delay"] = "PT1M",
                ["limit"] = new JsonObject { ["attempt"] = new JsonObject { ["count"] = 3 } },
            };
        }

        return new JsonObject { ["try"] = Tasks(depth - 1), ["catch"] = handler };
    }

    private static JsonObject Agentbus(JsonObject words) => new() { ["agentbus"] = words };

    /// <summary>Exports inside parallel items are refused by the reader.</summary>
    private static void Forbid(JsonNode node, string member)
    {
        if (node is JsonObject shape)
        {
            shape.Remove(member);
            foreach (var child in shape.Select(pair => pair.Value).OfType<JsonNode>().ToList())
            {
                Forbid(child, member);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var child in list.OfType<JsonNode>().ToList())
            {
                Forbid(child, member);
            }
        }
    }
}
