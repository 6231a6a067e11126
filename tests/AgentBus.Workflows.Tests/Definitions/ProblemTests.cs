using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>Each problem with its line, column, path and words. The header takes lines 1 to 5.</summary>
public class ProblemTests
{
    [Theory]
    // Shape
    [InlineData("do:\n  - a: 1", 7, 8, "/do/0/a", "must be an object, not a number")]
    [InlineData("do: {}", 6, 5, "/do", "'do' must be a list, not an object")]
    [InlineData("do:\n  - a: {set: {x: 1}}\n    b: {set: {x: 1}}", 7, 5, "/do/0", "exactly one member")]
    [InlineData("doo: []\ndo: []", 6, 1, "/doo", "Did you mean 'do'?")]
    [InlineData("do:\n  - a: {call: agent, with: {agent: b, models: {dataPolicy: here}}}", 7, 60, "/do/0/a/with/models/dataPolicy", "'dataPolicy' is 'here'. Give any, local-only, or regions such as region=eu,ch.")]
    [InlineData("nothing: 1", 1, 1, "", "lacks 'do'")]
    // Rules of tasks
    [InlineData("do:\n  - a: {sett: {x: 1}}", 7, 9, "/do/0/a/sett", "'sett' is not a word of a task. Did you mean 'set'?")]
    [InlineData("do:\n  - a: {wait: PT1S, colour: red}", 7, 21, "/do/0/a/colour", "Task 'a': 'colour' is not a word of a 'wait' task")]
    [InlineData("do:\n  - a: {wait: PT1S, set: {x: 1}}", 7, 8, "/do/0/a", "is of 2 kinds at once: set, wait")]
    [InlineData("do:\n  - a: {if: .}", 7, 8, "/do/0/a", "nothing says what the task does")]
    [InlineData("do:\n  - exit: {set: {x: 1}}", 7, 11, "/do/0/exit", "is a directive of 'then'")]
    [InlineData("do:\n  - a: {set: {x: 1}}\n  - a: {set: {x: 1}}", 8, 8, "/do/1/a", "another task in the same list has this name")]
    [InlineData("do:\n  - a: {set: {x: 1}, then: b1}\n  - b: {set: {x: 1}}", 7, 28, "/do/0/a/then", "goes to 'b1', which is no task of the same list. Did you mean 'b'?")]
    [InlineData("do:\n  - a: {switch: [{c: {then: zzzzzz}}]}", 7, 29, "/do/0/a/switch/0/c/then", "goes to 'zzzzzz'")]
    [InlineData("do:\n  - a: {fork: {branches: [{b: {wait: PT1S, then: c}}, {c: {wait: PT1S}}]}}", 7, 50, "/do/0/a/fork/branches/0/b/then", "branches run at the same time")]
    // Kinds
    [InlineData("do:\n  - a: {set: {}}", 7, 14, "/do/0/a/set", "sets nothing")]
    [InlineData("do:\n  - a: {switch: []}", 7, 17, "/do/0/a/switch", "has no case")]
    [InlineData("do:\n  - a: {switch: [{c: {when: .}}]}", 7, 22, "/do/0/a/switch/0/c", "lacks 'then'")]
    [InlineData("do:\n  - a: {wait: 30s}", 7, 15, "/do/0/a/wait", "'30s', which is no duration")]
    [InlineData("do:\n  - a: {wait: P}", 7, 15, "/do/0/a/wait", "no duration")]
    [InlineData("do:\n  - a: {wait: PT}", 7, 15, "/do/0/a/wait", "no duration")]
    [InlineData("do:\n  - a: {wait: {}}", 7, 15, "/do/0/a/wait", "empty duration")]
    [InlineData("do:\n  - a: {wait: {second: 1}}", 7, 16, "/do/0/a/wait/second", "Did you mean 'seconds'?")]
    [InlineData("do:\n  - a: {wait: {seconds: 1.5}}", 7, 25, "/do/0/a/wait/seconds", "whole number of at least 0, not 1.5")]
    [InlineData("do:\n  - a: {call: approval, with: {title: t, dueIn: '${ . }'}}", 7, 49, "/do/0/a/with/dueIn", "is made by an expression; only 'wait', timeouts and the delay of a retry may be")]
    [InlineData("do:\n  - a: {wait: P99999999999D}", 7, 15, "/do/0/a/wait", "is longer than")]
    [InlineData("do:\n  - a: {wait: PT1S, timeout: soon}", 7, 30, "/do/0/a/timeout", "'soon' is not in use.timeouts")]
    [InlineData("do:\n  - a: {try: [], catch: {retry: often}}", 7, 33, "/do/0/a/catch/retry", "'often' is not in use.retries")]
    [InlineData("do:\n  - a: {raise: {error: gone}}", 7, 24, "/do/0/a/raise/error", "'gone' is not in use.errors")]
    [InlineData("do:\n  - a: {raise: {error: {type: 'https://x/y'}}}", 7, 24, "/do/0/a/raise/error", "lacks 'status'")]
    [InlineData("do:\n  - a: {raise: {error: {type: y, status: 1}}}", 7, 31, "/do/0/a/raise/error/type", "must be an absolute URI")]
    [InlineData("do:\n  - a: {emit: {event: {with: {type: t}}}}", 7, 30, "/do/0/a/emit/event/with", "lacks 'source'")]
    [InlineData("do:\n  - a: {try: []}", 7, 8, "/do/0/a", "lacks 'catch'")]
    [InlineData("do:\n  - a: {for: {in: ., each: input}, do: []}", 7, 28, "/do/0/a/for/each", "$input has a meaning of its own")]
    [InlineData("do:\n  - a: {for: {in: ., each: x, at: x}, do: []}", 7, 14, "/do/0/a/for", "both 'x'")]
    [InlineData("use: {retries: {r: {backoff: {linear: {}, constant: {}}}}}\ndo: []", 6, 30, "/use/retries/r/backoff", "exactly one of constant, linear and exponential")]
    [InlineData("use: {retries: {r: {backoff: {exponential: {factor: 2}}}}}\ndo: []", 6, 45, "/use/retries/r/backoff/exponential/factor", "knows no 'factor'")]
    // Data
    [InlineData("do:\n  - a: {set: {b: '${ .a'}}", 7, 18, "/do/0/a/set/b", "begins with '${' and is not closed. Add the '}' at its end.")]
    [InlineData("do:\n  - a: {wait: PT1S, if: '${ {a: .b'}", 7, 25, "/do/0/a/if", "is not closed")]
    [InlineData("do:\n  - a: {wait: '${ .a'}", 7, 15, "/do/0/a/wait", "is not closed")]
    [InlineData("do:\n  - a: {listen: {to: {one: {with: {type: '${ .a'}}}}}", 7, 42, "/do/0/a/listen/to/one/with/type", "is not closed")]
    [InlineData("do:\n  - a: {emit: {event: {with: {source: '${ .a', type: t}}}}", 7, 39, "/do/0/a/emit/event/with/source", "is not closed")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: '${ .a'}}", 7, 51, "/do/0/a/with/endpoint", "is not closed")]
    [InlineData("input: {schema: {document: {type: object}, format: avro}}\ndo: []", 6, 52, "/input/schema/format", "format 'avro' are not supported")]
    [InlineData("input: {schema: {resource: {endpoint: 'https://x/y'}}}\ndo: []", 6, 28, "/input/schema/resource", "from outside")]
    [InlineData("output: {as: 1}\ndo: []", 6, 14, "/output/as", "must be an expression or an object")]
    // Features
    [InlineData("do:\n  - a: {call: http, with: {method: get}}", 7, 27, "/do/0/a/with", "lacks 'endpoint'")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: 'ftp://x/y'}}", 7, 51, "/do/0/a/with/endpoint", "begins with http:// or https://")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: 'https://x/{a'}}", 7, 51, "/do/0/a/with/endpoint", "a brace without its other half")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: 'https://x/{?a}'}}", 7, 51, "/do/0/a/with/endpoint", "may only name one member of the input")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: 'https://x', headers: {n: 1}}}", 7, 77, "/do/0/a/with/headers/n", "must be a text, not a number")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: 'https://x', output: text}}", 7, 72, "/do/0/a/with/output", "Use one of: raw, content, response")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: {uri: 'https://x', authentication: {use: me}}}}", 7, 92, "/do/0/a/with/endpoint/authentication/use", "'me' is not in use.authentications")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: {uri: 'https://x', authentication: {basic: {use: me}}}}}", 7, 100, "/do/0/a/with/endpoint/authentication/basic/use", "'me' is not in use.secrets")]
    [InlineData("do:\n  - a: {call: http, with: {method: get, endpoint: 'https://x', body: '${ $secrets.a }'}}", 7, 70, "/do/0/a/with/body", "the document names none")]
    [InlineData("use: {secrets: [a]}\ndo:\n  - a: {set: {x: '${ $secrets.a }'}}", 8, 18, "/do/0/a/set/x", "only 'with' of call: http, openapi, mcp and a2a, and use.authentications may read")]
    [InlineData("use: {secrets: [shop, '../t2/shop']}\ndo: []", 6, 23, "/use/secrets/1", "'../t2/shop' cannot name a secret")]
    [InlineData("use: {secrets: ['..']}\ndo: []", 6, 17, "/use/secrets/0", "beginning with a letter, a digit or '_'")]
    [InlineData("use: {authentications: {p: {oauth2: {authority: 'https://x', grant: authorization_code, client: {id: a}}}}}\ndo: []", 6, 69, "/use/authentications/p/oauth2/grant", "the grant 'authorization_code' is not supported")]
    [InlineData("do:\n  - a: {call: mcp, with: {method: tools/list, transport: {stdio: {command: '${ .cmd }'}}}}", 7, 76, "/do/0/a/with/transport/stdio/command", "cannot be an expression")]
    [InlineData("do:\n  - a: {call: a2a, with: {method: tasks/get}}", 7, 26, "/do/0/a/with", "names no agent to call")]
    [InlineData("do:\n  - a: {call: 'log:1.0.0@tools'}", 7, 15, "/do/0/a/call", "Calls:CatalogHosts; default none")]
    [InlineData("use: {functions: {f: {call: f}}}\ndo:\n  - a: {call: f}", 6, 29, "/use/functions/f/call", "calls itself (f -> f)")]
    [InlineData("use: {functions: {f: {sett: {}}}}\ndo: []", 6, 23, "/use/functions/f/sett", "Did you mean 'set'?")]
    [InlineData("use: {extensions: [{e: {extend: calls}}]}\ndo: []", 6, 33, "/use/extensions/0/e/extend", "Did you mean 'call'?")]
    [InlineData("do:\n  - a: {call: plan, with: {agent: planner, goal: g, agents: []}}", 7, 61, "/do/0/a/with/agents", "'agents' names nobody")]
    [InlineData("do:\n  - a: {call: grpc, with: {}}", 7, 15, "/do/0/a/call", "'call: grpc' is not supported")]
    [InlineData("do:\n  - a: {call: research}", 7, 15, "/do/0/a/call", "'with: {agent: research}'")]
    [InlineData("do:\n  - a: {run: {shell: {command: ls}}}", 7, 15, "/do/0/a/run/shell", "'run: shell' is not supported")]
    [InlineData("schedule: {every: PT0.5S}\ndo: []", 6, 19, "/schedule/every", "shorter than a second")]
    [InlineData("schedule: {cron: '61 * * * *'}\ndo: []", 6, 18, "/schedule/cron", "is no cron expression")]
    [InlineData("schedule: {cron: '99 * * * *'}\ndo: []", 6, 18, "/schedule/cron", "the minute '99' is not from 0 to 59. Write minute, hour")]
    [InlineData("schedule: {cron: '0 8 * foo 1'}\ndo: []", 6, 18, "/schedule/cron", "the month 'foo' is not from 1 to 12, or JAN to DEC")]
    [InlineData("schedule: {cron: '*/0 8 * * 1'}\ndo: []", 6, 18, "/schedule/cron", "the step of the minute '*/0' is not a number from 1 to 59")]
    [InlineData("schedule: {cron: abc}\ndo: []", 6, 18, "/schedule/cron", "it has 1 field, not five")]
    [InlineData("schedule: {cron: '0 0 30 2 *'}\ndo: []", 6, 18, "/schedule/cron", "a time that never comes")]
    [InlineData("schedule: {every: PT1M, after: PT1M}\ndo: []", 6, 11, "/schedule", "has every and after")]
    [InlineData("schedule: {}\ndo: []", 6, 11, "/schedule", "neither when nor on which events")]
    [InlineData("schedule: {on: {one: {with: {type: a, data: '${ $context.x }'}}}}\ndo: []", 6, 45, "/schedule/on/one/with/data", "which is not defined here")]
    [InlineData("do:\n  - a: {listen: {to: {all: []}}}", 7, 28, "/do/0/a/listen/to/all", "would never be reached")]
    [InlineData("do:\n  - a: {listen: {to: {one: {with: {type: x}}, until: '${ true }'}}}", 7, 47, "/do/0/a/listen/to/until", "'one' ends by itself")]
    [InlineData("do:\n  - a: {listen: {to: {one: {with: {type: x}}}}, foreach: {item: i, at: i}}", 7, 58, "/do/0/a/foreach", "are both 'i'")]
    [InlineData("do:\n  - a: {run: {workflow: {namespace: x}}}", 7, 25, "/do/0/a/run/workflow", "lacks 'name'")]
    [InlineData("do:\n  - a: {run: {await: false}}", 7, 14, "/do/0/a/run", "'run' lacks 'workflow'")]
    [InlineData("schedule: {on: {one: {with: {}}}}\ndo: []", 6, 29, "/schedule/on/one/with", "filters nothing")]
    // The profile
    [InlineData("do:\n  - a: {call: agent, with: {}}", 7, 28, "/do/0/a/with", "'with' lacks 'agent'")]
    [InlineData("do:\n  - a: {call: agent, with: {agent: r, objectiv: cost}}", 7, 39, "/do/0/a/with/objectiv", "Did you mean 'objective'?")]
    [InlineData("do:\n  - a: {call: agent, with: {agent: '${ . }'}}", 7, 36, "/do/0/a/with/agent", "cannot name an agent")]
    [InlineData("do:\n  - a: {call: agent, with: {agent: r, objective: cheap}}", 7, 50, "/do/0/a/with/objective", "Use one of: quality, cost, latency, balanced")]
    [InlineData("do:\n  - a: {call: agent, with: {agent: r, maxCostUsd: -1}}", 7, 51, "/do/0/a/with/maxCostUsd", "at least 0, not -1")]
    [InlineData("do:\n  - a: {call: approval, with: {assignees: [x]}}", 7, 31, "/do/0/a/with", "lacks 'title'")]
    [InlineData("do:\n  - a: {call: approval, with: {title: t, onTimeout: escalate}}", 7, 42, "/do/0/a/with/onTimeout", "Add 'escalate'")]
    [InlineData("do:\n  - a: {call: approval, with: {title: t, onTimeout: deny, default: approve}}", 7, 59, "/do/0/a/with/default", "Leave 'default' out")]
    [InlineData("do:\n  - a: {call: approval, with: {title: t, groups: editors}}", 7, 50, "/do/0/a/with/groups", "must be a list, not a text")]
    [InlineData("do:\n  - a: {wait: PT1S, metadata: {agentbus: {maxConcurrency: 2}}}", 7, 43, "/do/0/a/metadata/agentbus/maxConcurrency", "knows no 'maxConcurrency'")]
    [InlineData("do:\n  - a: {wait: PT1S, metadata: {agentbus: {onExhausted: retry}}}", 7, 56, "/do/0/a/metadata/agentbus/onExhausted", "Use one of: fail, pause")]
    [InlineData("do:\n  - a: {for: {in: .}, while: ., do: [], metadata: {agentbus: {batchSize: 2}}}", 7, 23, "/do/0/a/while", "its items run in parallel")]
    [InlineData("do:\n  - a: {for: {in: .}, do: [], metadata: {agentbus: {toleratedFailurePercentage: 101}}}", 7, 81, "/do/0/a/metadata/agentbus/toleratedFailurePercentage", "from 0 to 100")]
    [InlineData("do:\n  - a: {for: {in: .}, do: [{b: {do: [{c: {wait: PT1S, export: {as: .}}}]}}], metadata: {agentbus: {maxConcurrency: 2}}}", 7, 55, "/do/0/a/do/0/b/do/0/c/export", "inside the parallel items of 'a'")]
    public void A_problem_says_what_where_and_what_to_do(string rest, int line, int column, string path, string words)
    {
        var problem = Workflow.OnlyProblem(rest);

        problem.Message.ShouldContain(words);
        (problem.Line, problem.Column, problem.Path).ShouldBe((line, column, path));
    }

    [Theory]
    [InlineData("dsl: 2.0.0", "This reads version 1.0")]
    [InlineData("dsl: '1'", "This reads version 1.0")]
    [InlineData("version: '01.0.0'", "a semantic version")]
    [InlineData("version: 1.0", "must be a text, not a number. Put it in quotes: '1.0'")]
    [InlineData("name: a_b", "letters, digits and hyphens")]
    [InlineData("namespace: -a", "letters, digits and hyphens")]
    public void The_header_is_checked(string line, string words)
    {
        var name = line[..line.IndexOf(':', StringComparison.Ordinal)];
        var header = new Dictionary<string, string>
        {
            ["dsl"] = "dsl: 1.0.3", ["namespace"] = "namespace: n", ["name"] = "name: a", ["version"] = "version: 1.0.0", [name] = line,
        };

        var problem = DefinitionReader.Read($"document: {{{string.Join(", ", header.Values)}}}\ndo: []").Problems.ShouldHaveSingleItem();

        problem.Message.ShouldContain(words);
        problem.Path.ShouldBe("/document/" + name);
    }

    [Theory]
    [InlineData("*/15 8-18 1,15 JAN-mar MON-FRI")]
    [InlineData(" 0  6 * * 7 ")]
    [InlineData("0-30/10 0 31 12 *")]
    public void A_cron_expression_of_five_fields_is_taken(string cron) =>
        DefinitionReader.Read(Workflow.With($"schedule: {{cron: '{cron}'}}\ndo: []")).Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("$ { .a")]
    [InlineData("${HOME}/bin")]
    [InlineData("costs ${ 5")]
    public void A_text_that_only_looks_a_little_like_an_expression_is_a_text(string text) =>
        DefinitionReader.Read(Workflow.With($"do:\n  - a: {{set: {{b: '{text}'}}}}")).Problems.ShouldBeEmpty();

    [Fact]
    public void All_words_of_a_schedule_are_checked_though_only_one_may_stay() =>
        DefinitionReader.Read(Workflow.With("schedule: {every: soon, cron: abc}\ndo: []")).Problems.Select(problem => problem.Path)
            .ShouldBe(["/schedule", "/schedule/every", "/schedule/cron"]);

    [Fact]
    public void All_problems_come_at_once_in_the_order_of_the_text()
    {
        var result = DefinitionReader.Read(Workflow.With(
            """
            do:
              - a: {wait: soon}
              - b: {call: agent, with: {agent: x, priority: urgent}}
              - c: {run: {script: {}}}
            """));

        result.Definition.ShouldBeNull();
        result.Problems.Select(p => (p.Line, p.Path)).ShouldBe([(7, "/do/0/a/wait"), (8, "/do/1/b/with/priority"), (9, "/do/2/c/run/script")]);
    }

    [Fact]
    public void Metadata_that_is_not_ours_is_free() =>
        Workflow.Read("do: [{a: {wait: PT1S, metadata: {anything: [1, {x: y}]}}}]").Do.ShouldHaveSingleItem();
}
