using System.Text.Json.Nodes;

namespace AgentBus.Histories.Definitions;

/// <summary>Small workflows of every kind of task, made by a seeded generator.</summary>
/// <param name="random">Decides everything.</param>
/// <param name="confluent">
/// Only what ends the same whatever the order of events: nothing competes, fails, times out, asks people or exports from parallel branches.
/// </param>
internal sealed class RandomDefinition(Random random, bool confluent)
{
    private readonly RandomTasks tasks = new(random, confluent);

    public JsonObject Make()
    {
        var document = new JsonObject
        {
            ["document"] = new JsonObject
            {
                ["dsl"] = "1.0.3",
                ["namespace"] = "random",
                ["name"] = "random",
                ["version"] = "1.0.0",
                ["metadata"] = RandomTasks.Agentbus(new JsonObject
                {
                    ["compensation"] = new JsonObject { ["order"] = random.Next(2) == 0 ? "reverse" : "parallel" },
                }),
            },
            ["do"] = tasks.List(3, new Place()),
        };
        if (!confluent && random.Next(10) == 0)
        {
            document["timeout"] = new JsonObject { ["after"] = "PT3H" };
        }

        if (random.Next(6) == 0)
        {
            document["output"] = new JsonObject { ["as"] = "${ {last: ., context: $context} | tojson | .[:900] }" };
        }

        return document;
    }
}

/// <summary>What is around a task that is being made.</summary>
/// <param name="Parallel">Whether it may run beside others of its kind: no <c>export</c>.</param>
/// <param name="Undoing">Whether it is part of a compensation: nothing that itself is compensated.</param>
internal sealed record Place(bool Parallel = false, bool Undoing = false);
