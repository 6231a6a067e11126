using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentBus.JsonSchema;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>What is read as a definition is valid by the standard's own schema, so that its editors and SDKs read it, too.</summary>
public class StandardSchemaTests
{
    private static readonly Lazy<Schema> Standard = new(() =>
    {
        var text = File.ReadAllText(Path.Combine(TestData.Folder("serverless-workflow/schema"), "workflow.yaml"));
        Schema.TryCompile(Json(text), out var schema, out var errors);
        errors.ShouldBeEmpty();
        return schema.ShouldNotBeNull();
    });

    /// <summary>Documents that use every word that is read, the profile's among them.</summary>
    private static readonly string[] Rich =
    [
        """
        document:
          dsl: '1.0.3'
          namespace: tests
          name: rich
          version: '1.0.0'
          title: t
          summary: s
          tags: {a: b}
          metadata: {agentbus: {objective: cost, priority: high, concurrency: 2, compensation: {order: parallel}, budget: {maxCostUsd: 1.5, warnAt: 0.5, onExceed: stop}}}
        input: {schema: {format: json, document: {type: object}}, from: .}
        output: {as: {x: "${ . }"}}
        timeout: long
        schedule: {on: {any: [{with: {type: a, source: 'https://x/y'}}]}}
        use:
          secrets: [s]
          timeouts: {long: {after: PT1H}}
          errors: {bad: {type: 'https://x/y', status: 400, title: t, detail: "${ . }"}}
          retries: {r: {delay: PT1S, backoff: {exponential: {multiplier: 2, maxDelay: PT1M, jitter: full}}, jitter: {from: PT0S, to: {seconds: 1}}, limit: {attempt: {count: 3}, duration: PT1H}}}
        do:
          - ask:
              if: .
              call: agent
              with: {agent: r, candidates: [a, b], fallback: c, input: {x: "${ . }"}, objective: quality, accept: ., outputSchema: true, cache: {key: k, ttl: PT1H}, circuitBreaker: {failureRatio: 0.5}, maxCostUsd: 1, priority: low}
              metadata: {agentbus: {onExhausted: approve, compensate: [{undo: {wait: PT1S}}]}}
              export: {as: .}
              then: sign
          - sign:
              call: approval
              with: {title: T, details: {a: 1}, assignees: [a], groups: [g], form: {type: object}, dueIn: P1D, onTimeout: escalate, escalate: [{after: PT1H, to: [b]}]}
              timeout: {after: {minutes: 5}}
        """,
        """
        document: {dsl: '1.0.3', namespace: tests, name: flow, version: '1.0.0'}
        use: {errors: {bad: {type: 'https://x/y', status: 400}}, retries: {r: {delay: {seconds: 1}}}}
        do:
          - loop: {for: {each: x, in: ., at: i}, while: ., do: [{say: {emit: {event: {with: {source: 'https://x/y', type: t, data: {a: 1}}}}}}]}
          - many: {for: {in: .}, do: [{s: {set: "${ . }"}}], metadata: {agentbus: {maxConcurrency: 3, batchSize: 2, toleratedFailurePercentage: 5}}}
          - both: {fork: {compete: true, branches: [{a: {wait: PT1S}}, {b: {set: {x: 1}}}]}}
          - careful: {try: [{fail: {raise: {error: bad}}}], catch: {errors: {with: {status: 400}}, as: e, when: ., exceptWhen: ., retry: r, do: [{c: {raise: {error: {type: 'https://x/y', status: 500}}}}]}}
          - careless: {try: [], catch: {retry: {backoff: {linear: {}}, when: .}}}
          - choose: {switch: [{one: {when: ., then: end}}, {other: {then: loop}}], then: exit}
          - group: {do: [], input: {from: {a: "${ . }"}}, output: {schema: {document: {}}, as: .}}
        """,
    ];

    [TestDataFact("serverless-workflow/schema")]
    public void The_profile_is_plain_standard()
    {
        foreach (var text in Rich)
        {
            DefinitionReader.Read(text).Problems.ShouldBeEmpty();
            Standard.Value.Validate(Json(text)).ShouldBeEmpty();
        }
    }

    [TestDataFact("serverless-workflow/schema")]
    public void What_is_read_from_changed_documents_is_valid_by_the_schema()
    {
        var random = new Random(20_260_101);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 600; i++)
        {
            var changed = Change(JsonNode.Parse(Json(Rich[i % Rich.Length]).GetRawText())!, random).ToJsonString();

            if (DefinitionReader.Read(changed).Definition is null)
            {
                refused++;
                continue;
            }

            read++;
            Standard.Value.Validate(Json(changed)).ShouldBeEmpty(changed);
        }

        // Both must happen often, or nothing was tried.
        read.ShouldBeGreaterThan(60);
        refused.ShouldBeGreaterThan(60);
    }

    [TestDataFact("serverless-workflow/ctk/features")]
    public void Every_scenario_of_the_conformance_kit_is_read_or_refused_for_its_calls()
    {
        var scenario = new Regex("workflow with definition:\\s*\"\"\"yaml\n(.*?)\"\"\"", RegexOptions.Singleline, TimeSpan.FromSeconds(5));
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(TestData.Folder("serverless-workflow/ctk/features"), "*.feature"))
        {
            foreach (var text in scenario.Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            {
                var result = DefinitionReader.Read(text);
                result.Problems.ShouldAllBe(p => p.Message.Contains("not yet supported", StringComparison.Ordinal), $"{Path.GetFileName(file)}: {text}");
                read += result.Definition is null ? 0 : 1;
            }
        }

        read.ShouldBeGreaterThan(8);
    }

    private static JsonNode Change(JsonNode root, Random random)
    {
        var nodes = Below(root).ToList();
        var victim = nodes[random.Next(nodes.Count)];
        var another = nodes[random.Next(nodes.Count)].DeepClone();
        JsonNode? value = random.Next(7) switch
        {
            0 => 1,
            1 => "text",
            2 => true,
            3 => new JsonObject(),
            4 => new JsonArray(),
            5 => null,
            _ => another,
        };
        switch (victim.Parent)
        {
            case JsonObject owner when random.Next(3) == 0:
                owner.Remove(victim.GetPropertyName());
                break;
            case JsonObject owner when random.Next(3) == 0:
                owner["extra"] = value;
                break;
            case JsonObject owner:
                owner[victim.GetPropertyName()] = value;
                break;
            case JsonArray list when random.Next(2) == 0:
                list.RemoveAt(victim.GetElementIndex());
                break;
            case JsonArray list:
                list[victim.GetElementIndex()] = value;
                break;
        }

        return root;
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        var children = node switch
        {
            JsonObject o => o.Select(p => p.Value),
            JsonArray a => a,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(c => Below(c).Prepend(c));
    }

    private static JsonElement Json(string yaml) => DocumentText.Parse(yaml, new ProblemList()).ShouldNotBeNull().ToJson();
}
