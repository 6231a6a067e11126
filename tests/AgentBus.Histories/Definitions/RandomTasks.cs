using System.Text.Json.Nodes;

namespace AgentBus.Histories.Definitions;

/// <summary>Makes lists of random tasks.</summary>
internal sealed class RandomTasks
{
    private readonly Random random;
    private readonly bool confluent;
    private readonly (int Weight, bool Nests, Func<int, Place, JsonObject> Make)[] kinds;
    private int names;

    public RandomTasks(Random random, bool confluent)
    {
        this.random = random;
        this.confluent = confluent;
        var leaves = new RandomLeaves(random, this);
        (int, bool, bool Ordered, Func<int, Place, JsonObject>)[] all =
        [
            (4, false, true, (_, place) => leaves.Agent(place, confluent)),
            (2, false, true, (_, _) => leaves.Set()),
            (2, false, true, (_, _) => leaves.Wait()),
            (1, false, true, (_, _) => leaves.Emit()),
            (2, false, false, (_, _) => leaves.Approval()),
            (2, false, false, (_, _) => leaves.Listen()),
            (2, false, true, (_, _) => leaves.Child()),
            (1, false, false, (_, _) => leaves.Raise()),
            (2, true, true, (depth, place) => new JsonObject { ["do"] = List(depth - 1, place) }),
            (2, true, true, (depth, place) => Fork(depth, place, compete: false)),
            (1, true, false, (depth, place) => Fork(depth, place, compete: true)),
            (1, true, true, (depth, place) => Loop(depth, place)),
            (2, true, true, ParallelLoop),
            (2, true, false, Try),
        ];
        kinds = [.. all.Where(kind => kind.Ordered || !confluent).Select(kind => (kind.Item1, kind.Item2, kind.Item4))];
    }

    public static JsonObject Agentbus(JsonObject words) => new() { ["agentbus"] = words };

    public string Name() => $"t{names++}";

    public JsonArray List(int depth, Place place)
    {
        var list = new List<(string Name, JsonObject Task)>();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            list.Add((Name(), Task(depth, place)));
        }

        if (random.Next(5) == 0)
        {
            list.AddRange(Jumps(list[^1].Name));
        }

        for (var i = 0; i < list.Count; i++)
        {
            Direct(list, i);
        }

        return new JsonArray([.. list.Select(task => new JsonObject { [task.Name] = task.Task })]);
    }

    /// <summary>Sometimes a directive. Jumps lead forward only; <see cref="Jumps"/> leads back, a bounded number of times.</summary>
    private void Direct(List<(string Name, JsonObject Task)> list, int i)
    {
        if (random.Next(14) == 0 && !list[i].Task.ContainsKey("then") && !list[i].Task.ContainsKey("switch"))
        {
            list[i].Task["then"] = random.Next(3) switch
            {
                0 => "exit",
                1 when !confluent => "end",
                _ => list[random.Next(i, list.Count)].Name is var name && name != list[i].Name ? name : "continue",
            };
        }
    }

    /// <summary>Counts in its output, and goes round twice.</summary>
    private (string Name, JsonObject Task)[] Jumps(string back)
    {
        var (count, choose) = (Name(), Name());
        return
        [
            (count, new JsonObject { ["set"] = new JsonObject { ["round"] = "${ (try .round catch null) as $r | (if ($r | type) == \"number\" then $r else 0 end) + 1 }" } }),
            (choose, new JsonObject
            {
                ["switch"] = new JsonArray(
                    new JsonObject { ["again"] = new JsonObject { ["when"] = "${ .round < 3 }", ["then"] = count } },
                    new JsonObject { ["onward"] = new JsonObject { ["then"] = random.Next(4) == 0 ? "exit" : "continue" } }),
            }),
        ];
    }

    private JsonObject Task(int depth, Place place)
    {
        var allowed = kinds.Where(kind => depth > 0 || !kind.Nests).ToList();
        var ticket = random.Next(allowed.Sum(kind => kind.Weight));
        var chosen = allowed.First(kind => (ticket -= kind.Weight) < 0);
        var task = chosen.Make(depth, place);
        Decorate(task, place);
        return task;
    }

    private void Decorate(JsonObject task, Place place)
    {
        if (random.Next(9) == 0)
        {
            task["if"] = random.Next(3) == 0 ? "${ false }" : "${ ($context | type) != \"string\" }";
        }

        if (!confluent && random.Next(9) == 0)
        {
            task["timeout"] = new JsonObject { ["after"] = random.Next(2) == 0 ? "PT1H" : "PT90S" };
        }

        if (random.Next(8) == 0)
        {
            task["input"] = new JsonObject { ["from"] = "${ {was: (. | tojson | .[:300]), context: ($context | tojson | length)} }" };
        }

        if (!place.Parallel && random.Next(6) == 0)
        {
            task["export"] = new JsonObject { ["as"] = "${ {last: $task.name, before: ($context | length)} }" };
        }

        if (random.Next(6) == 0)
        {
            task["output"] = new JsonObject { ["as"] = "${ {o: ., i: ($input | tojson | length)} | tojson | .[:600] }" };
        }
    }

    private JsonObject Fork(int depth, Place place, bool compete)
    {
        var branches = List(depth - 1, place with { Parallel = true });
        foreach (var branch in branches.Select(branch => branch!.AsObject().Single().Value!.AsObject()))
        {
            // Branches follow nothing.
            if (branch.ContainsKey("switch"))
            {
                branch.Clear();
                branch["set"] = new JsonObject { ["a"] = 1 };
            }

            if (branch["then"] is { } then && then.GetValue<string>() is not ("exit" or "end"))
            {
                branch.Remove("then");
            }
        }

        return new JsonObject { ["fork"] = new JsonObject { ["compete"] = compete, ["branches"] = branches } };
    }

    private JsonObject Loop(int depth, Place place)
    {
        var loop = new JsonObject
        {
            ["for"] = new JsonObject { ["each"] = "item", ["in"] = $"[range({random.Next(5)})]", ["at"] = "i" },
            ["do"] = List(depth - 1, place),
        };
        if (random.Next(4) == 0)
        {
            loop["while"] = "${ $i < 2 }";
        }

        return loop;
    }

    private JsonObject ParallelLoop(int depth, Place place)
    {
        var words = new JsonObject { ["maxConcurrency"] = random.Next(1, 5) };
        if (!confluent)
        {
            words["toleratedFailurePercentage"] = random.Next(3) * 50;
        }

        if (random.Next(4) == 0)
        {
            words["batchSize"] = 2;
        }

        var loop = Loop(depth, place with { Parallel = true });
        loop.Remove("while");
        loop["metadata"] = Agentbus(words);
        return loop;
    }

    private JsonObject Try(int depth, Place place)
    {
        var handler = new JsonObject { ["as"] = "problem", ["do"] = List(depth - 1, place) };
        if (random.Next(2) == 0)
        {
            handler["errors"] = new JsonObject { ["with"] = new JsonObject { ["status"] = 503 } };
        }

        if (random.Next(4) == 0)
        {
            handler["when"] = "${ $problem.status >= 400 }";
        }

        if (random.Next(2) == 0)
        {
            handler["retry"] = new JsonObject
            {
                ["delay"] = "PT1M",
                ["limit"] = new JsonObject { ["attempt"] = new JsonObject { ["count"] = random.Next(1, 4) } },
            };
        }

        return new JsonObject { ["try"] = List(depth - 1, place), ["catch"] = handler };
    }
}
