using AgentBus.Workflows.Execution;

namespace AgentBus.Conformance.Workflows;

/// <summary>The table of expectations, one row for each example of the standard.</summary>
internal static class Examples
{
    public static readonly IReadOnlyList<Example> All =
    [
        new("call-asyncapi-publish") { Refused = "call: asyncapi" },
        new("call-asyncapi-subscribe-consume-amount") { Refused = "call: asyncapi" },
        new("call-asyncapi-subscribe-consume-forever-foreach") { Refused = "call: asyncapi" },
        new("call-asyncapi-subscribe-consume-until") { Refused = "call: asyncapi" },
        new("call-asyncapi-subscribe-consume-while") { Refused = "call: asyncapi" },
        new("call-grpc") { Refused = "call: grpc" },
        new("run-container") { Refused = "run: container" },
        new("run-container-cleanup-always") { Refused = "run: container" },
        new("run-container-cleanup-eventually") { Refused = "run: container" },
        new("run-container-stdin-and-arguments") { Refused = "run: container" },
        new("run-container-with-name") { Refused = "run: container" },
        new("run-container-with-pull-policy") { Refused = "run: container" },
        new("run-return-all") { Refused = "run: container" },
        new("run-return-code") { Refused = "run: container" },
        new("run-return-none") { Refused = "run: container" },
        new("run-return-stderr") { Refused = "run: container" },
        new("run-script-with-stdin-and-arguments") { Refused = "run: script" },
        new("run-shell-stdin-and-arguments") { Refused = "run: shell" },

        new("emit")
        {
            Then = """.published[0].type == "com.petstore.order.placed.v1" and .published[0].data.items[0].quantity == 101 and .output == .published[0]""",
        },
        new("raise-inline") { Ends = RunStatus.Faulted, Then = """.error.status == 500 and .error.instance == "/do/0/notImplemented" and (.error.detail | startswith("The workflow 'raise"))""" },
        new("raise-reusable") { Ends = RunStatus.Faulted, Then = """.error.title == "Not Implemented" and (.error.detail | endswith("cannot be run yet"))""" },
        new("set") { Input = """[{"type": "io.serverlessworkflow.samples.events.trigger.v1", "data": 1}]""", Then = ".output.startEvent.data == 1" },
        new("set-expression") { Input = """[{"type": "io.serverlessworkflow.samples.events.trigger.v1", "data": 1}]""", Then = ".output.data == 1" },
        new("switch-then-string") { Input = """{"orderType": "physical"}""", Then = """.output.inventory == "clear" and .output.items == 1""" },
        new("wait-duration-inline") { Then = ".seconds == 30" },
        new("wait-duration-iso8601") { Then = ".seconds == 30" },
    ];
}
