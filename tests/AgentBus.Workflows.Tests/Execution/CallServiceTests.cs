using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>Calls to the outside, as the engine sees them: steps of the built-in agent that gets the call described.</summary>
public class CallServiceTests
{
    private const string Secret = """
        use:
          secrets: [shop]
          authentications:
            shopKey: {bearer: {token: '${ $secrets.shop.token }'}}
        do:
          - order:
              call: http
              with:
                method: post
                endpoint: {uri: 'https://shop.example/orders/{id}', authentication: {use: shopKey}}
                headers: {X-Customer: '${ .customer }', X-Key: '${ "\(.id)-\($secrets.shop.key)" }'}
                body: {items: '${ .items }', fixed: 1}
        """;

    [Fact]
    public void The_agent_gets_the_call_evaluated_but_for_what_reads_secrets()
    {
        var order = Workflow.Host(Secret).Agent("calls", _ => AgentReply.Done(new { ok = true }))
            .Run(new { id = "a b", customer = "c7", items = new[] { 1, 2 } }).Dispatched.ShouldHaveSingleItem();

        order.Agent.ShouldBe("calls");
        order.Input.GetProperty("with").ShouldBeJson("""
            {
              "method": "post",
              "endpoint": {"uri": "https://shop.example/orders/a%20b", "authentication": {"bearer": {"token": "***"}}},
              "headers": {"X-Customer": "c7", "X-Key": "***"},
              "body": {"items": [1, 2], "fixed": 1}
            }
            """);
        order.Input.GetProperty("secrets").ShouldBeJson("""["shop"]""");
        var deferred = order.Input.GetProperty("deferred");
        deferred[0].GetProperty("at").GetString().ShouldBe("/endpoint/authentication/bearer/token");
        deferred[1].ShouldBeJson("""
            {
              "at": "/headers/X-Key",
              "text": " \"\\(.id)-\\($secrets.shop.key)\" ",
              "expression": {
                "jq": " \"\\(.id)-\\($secrets.shop.key)\" ",
                "input": {"id": "a b", "customer": "c7", "items": [1, 2]},
                "variables": {}
              }
            }
            """);
    }

    [Fact]
    public void Data_cannot_defer_an_expression()
    {
        var hostile = new { customer = new { deferred = new[] { new { at = "/body", jq = "$secrets" } } }, id = "${ $secrets.shop }", items = "***" };
        var input = Workflow.Host(Secret).Agent("calls", _ => AgentReply.Done(1)).Run(hostile).Dispatched[0].Input;
        input.GetProperty("deferred").EnumerateArray().Select(d => d.GetProperty("at").GetString())
            .ShouldBe(["/endpoint/authentication/bearer/token", "/headers/X-Key"]);
    }

    [Theory]
    [InlineData("{}", "https://x.example/")]
    [InlineData("""{"a": null}""", "https://x.example/")]
    [InlineData("""{"a": 1.5}""", "https://x.example/1.5")]
    [InlineData("""{"a": true}""", "https://x.example/true")]
    [InlineData("""{"a": "ä/?"}""", "https://x.example/%C3%A4%2F%3F")]
    public void A_template_expands_members_of_the_input(string input, string uri) =>
        Get("https://x.example/{a}").Run(Workflow.Json(input)).Dispatched[0].Input.GetProperty("with").GetProperty("endpoint").GetProperty("uri")
            .GetString().ShouldBe(uri);

    [Fact]
    public void A_template_takes_names_verbatim() =>
        Get("https://x.example/{pet.id}").Run(Workflow.Json("""{"pet": {"id": 1}, "pet.id": 2}""")).Dispatched[0].Input.GetProperty("with")
            .GetProperty("endpoint").GetProperty("uri").GetString().ShouldBe("https://x.example/2");

    [Fact]
    public void A_template_of_an_object_is_an_expression_error()
    {
        var error = Get("https://x.example/{a}").Run(Workflow.Json("""{"a": {}}""")).Error;
        error.Text("type").ShouldEndWith("/expression");
        error!.Value.GetProperty("status").GetInt32().ShouldBe(400);
        error.Text("detail").ShouldContain("https://x.example/{a}: {a} must be a text, a number, true or false, not an object");
    }

    [Fact]
    public void A_failure_is_the_error_the_agent_names_with_the_task_as_instance()
    {
        var run = Get("https://x.example/").Agent("calls", _ => AgentReply.Permanent("GET https://x.example/ answered 404", "communication-404")).Run();
        run.Status.ShouldBe(RunStatus.Faulted);
        run.Dispatched.Count.ShouldBe(1);
        run.Error.ShouldBeJson("""
            {
              "type": "https://serverlessworkflow.io/spec/1.0.0/errors/communication", "status": 404, "title": "The call failed",
              "detail": "GET https://x.example/ answered 404", "instance": "/do/0/get"
            }
            """);
    }

    [Fact]
    public void Outside_a_try_a_failure_that_may_pass_is_tried_again()
    {
        var run = Get("https://x.example/").Agent("calls", call => call.Attempt < 3 ? AgentReply.Transient("busy", "communication-503") : AgentReply.Done(7)).Run();
        run.Output.ShouldBeJson("7");
        run.Dispatched.Select(order => order.IdempotencyKey).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Inside_a_try_the_failure_is_caught_at_once_by_its_status()
    {
        var run = Workflow.Host("""
            do:
              - guarded:
                  try:
                    - get: {call: http, with: {method: get, endpoint: 'https://x.example/'}}
                  catch:
                    errors: {with: {type: 'https://serverlessworkflow.io/spec/1.0.0/errors/communication', status: 503}}
                    do:
                      - kept: {set: {caught: '${ $error.instance }'}}
            """).Agent("calls", _ => AgentReply.Transient("busy", "communication-503")).Run();
        run.Output.ShouldBeJson("""{"caught": "/do/0/guarded/try/0/get"}""");
        run.Dispatched.Count.ShouldBe(1);
    }

    [Fact]
    public void The_idempotency_key_can_be_withheld() =>
        Workflow.Host("""
            do:
              - get: {call: http, with: {method: post, endpoint: 'https://x.example/'}, metadata: {agentbus: {idempotencyKey: false}}}
            """).Agent("calls", _ => AgentReply.Done(1)).Run().Dispatched[0].Input.GetProperty("idempotencyKey").GetBoolean().ShouldBeFalse();

    private static WorkflowTestHost Get(string uri) =>
        Workflow.Host($"do: [{{get: {{call: http, with: {{method: get, endpoint: '{uri}'}}}}}}]").Agent("calls", _ => AgentReply.Done(1));
}
