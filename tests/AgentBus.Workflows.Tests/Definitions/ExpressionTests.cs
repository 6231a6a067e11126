namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>Expressions are compiled with the document, and read only what is defined where they stand.</summary>
public class ExpressionTests
{
    [Theory]
    [InlineData("do: [{a: {if: '.x ==', wait: PT1S}}]", "/do/0/a/if", "Task 'a': the expression '.x ==' is wrong at character")]
    [InlineData("do: [{a: {set: {x: '${ . | }'}}}]", "/do/0/a/set/x", "is wrong at character")]
    [InlineData("do: [{a: {set: {x: '${ .a } and ${ .b }'}}}]", "/do/0/a/set/x", "is wrong at character")]
    [InlineData("do: [{a: {set: {x: '${ $nope }'}}}]", "/do/0/a/set/x", "reads $nope, which is not defined here. Known are: $context, $input")]
    [InlineData("do: [{a: {set: {x: '${ $secrets.key }'}}}]", "/do/0/a/set/x", "reads $secrets")]
    [InlineData("do: [{a: {for: {in: $item}, do: []}}]", "/do/0/a/for/in", "reads $item")]
    [InlineData("do: [{a: {for: {in: ., each: x}, do: []}}, {b: {if: $x, wait: PT1S}}]", "/do/1/b/if", "reads $x")]
    [InlineData("do: [{a: {try: [{b: {if: $error, wait: PT1S}}], catch: {}}}]", "/do/0/a/try/0/b/if", "reads $error")]
    [InlineData("do: [{a: {try: [], catch: {as: e, when: $error}}}]", "/do/0/a/catch/when", "reads $error")]
    [InlineData("use: {retries: {r: {when: $error}}}\ndo: [{a: {try: [], catch: {as: e, retry: r}}}]", "/use/retries/r/when", "reads $error")]
    [InlineData("use: {retries: {unused: {when: $nope}}}\ndo: []", "/use/retries/unused/when", "reads $nope")]
    [InlineData("input: {from: $nope}\ndo: []", "/input/from", "reads $nope")]
    public void A_wrong_expression_is_a_problem(string rest, string path, string words)
    {
        var problem = Workflow.OnlyProblem(rest);

        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("do: [{a: {set: {x: '${ [$context, $input, $output, $task, $workflow, $runtime] }'}}}]")]
    [InlineData("do: [{a: {for: {in: ., each: x, at: i}, while: '$i < 3', do: [{b: {for: {in: $x}, do: [{c: {set: {v: '${ [$x, $i, $item, $index] }'}}}]}}]}}]")]
    [InlineData("do: [{a: {try: [], catch: {as: e, when: $e.status == 1, retry: {when: $e}, do: [{b: {set: {x: '${ $e }'}}}]}}}]")]
    [InlineData("use: {retries: {r: {when: $error}, s: {when: $e}}}\ndo: [{a: {try: [], catch: {retry: r}}}, {b: {try: [], catch: {as: e, retry: s}}}]")]
    [InlineData("do: [{a: {for: {in: ., each: x}, do: [{b: {wait: PT1S, metadata: {agentbus: {compensate: [{u: {set: {v: '${ $x }'}}}]}}}}]}}]")]
    [InlineData("do: [{a: {set: {x: '${ . as $own | $own }'}}}]")]
    public void Variables_are_known_where_they_are_defined(string rest) => Workflow.Read(rest);
}
