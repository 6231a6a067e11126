using AgentBus.Workflows.Execution;

namespace AgentBus.Conformance.Workflows;

/// <summary>The table of expectations, one row for each example of the standard.</summary>
internal static class Examples
{
    private const string PetOne = """{"petId": 1}""";
    private const string Hot = """{"specversion": "1.0", "id": "hot", "source": "https://e.com", "type": "com.fake-hospital.vitals.measurements.temperature", "data": {"temperature": 39}}""";
    private const string Calm = """{"specversion": "1.0", "id": "calm", "source": "https://e.com", "type": "com.fake-hospital.vitals.measurements.bpm", "data": {"bpm": 70}}""";
    private const string Racing = """{"specversion": "1.0", "id": "racing", "source": "https://e.com", "type": "com.fake-hospital.vitals.measurements.bpm", "data": {"bpm": 120}}""";
    private const string Out = """{"specversion": "1.0", "id": "out", "source": "https://e.com", "type": "com.fake-hospital.patient.checked-out", "data": {}}""";

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

        // Its output.as reads a member of the array of events that listen makes, so jq refuses it once the events of one room are there.
        new("accumulate-room-readings")
        {
            Events =
            [
                """{"specversion": "1.0", "id": "1", "source": "https://my.home.com/sensor", "type": "my.home.sensors.temperature", "roomid": "kitchen", "data": {"reading": 20}}""",
                """{"specversion": "1.0", "id": "2", "source": "https://my.home.com/sensor", "type": "my.home.sensors.humidity", "roomid": "cellar", "data": {"reading": 80}}""",
            ],
            Ends = RunStatus.Waiting,
        },
        new("accumulate-room-readings")
        {
            Events =
            [
                """{"specversion": "1.0", "id": "1", "source": "https://my.home.com/sensor", "type": "my.home.sensors.temperature", "roomid": "kitchen", "data": {"reading": 20}}""",
                """{"specversion": "1.0", "id": "2", "source": "https://my.home.com/sensor", "type": "my.home.sensors.humidity", "roomid": "kitchen", "data": {"reading": 40}}""",
            ],
            Ends = RunStatus.Faulted,
            Then = """(.error.type | endswith("/expression")) and .error.instance == "/do/0/consumeReading" and (.error.detail | contains("Cannot index array"))""",
        },
        new("authentication-bearer") { Input = """{"petId": 1, "token": "abc"}""", Then = """.output.id == 1 and .requests[0].authorization == "Bearer abc" """ },
        new("authentication-bearer-uri-format") { Input = """{"petId": 1, "token": "abc"}""", Then = """.requests[0].authorization == "Bearer abc" """ },
        new("authentication-oauth2") { Input = PetOne, Then = """.output.id == 1 and .requests[-1].authorization == "Bearer from-keycloak" """ },
        new("authentication-oauth2-secret") { Input = PetOne, Then = """.output.id == 1 and .requests[-1].authorization == "Bearer from-keycloak" """ },
        new("authentication-oidc") { Input = PetOne, Then = """.output.id == 1 and .requests[-1].authorization == "Bearer from-keycloak" """ },
        new("authentication-oidc-secret") { Input = PetOne, Then = """.output.id == 1 and .requests[-1].authorization == "Bearer from-keycloak" """ },
        new("authentication-reusable") { Input = """{"petId": 1, "token": "abc"}""", Then = """.requests[0].authorization == "Bearer abc" """ },
        // Functions by URL come only from hosts that the operator allows; here none is.
        new("call-custom-function-cataloged") { Refused = "call: https://raw.githubusercontent.com/" },
        new("call-custom-function-inline") { Then = ".output.id == 69" },
        new("call-http-endpoint-interpolation") { Input = PetOne, Then = """.requests[0].url == "petstore.swagger.io/v2/pet/1" """ },
        new("call-http-endpoint-interpolation-shorthand") { Input = PetOne, Then = """.requests[0].url == "petstore.swagger.io/v2/pet/1" """ },
        new("call-http-query-headers-expressions") { Input = """{"searchQuery": "Luke"}""", Then = """.output.results[0].name == "Luke" and .requests[0].accept == "application/json" """ },
        new("call-http-query-headers-expressions") { Ends = RunStatus.Faulted, Then = """(.error.type | endswith("/validation")) and (.requests | length) == 0""" },
        new("call-http-query-parameters") { Input = """{"searchQuery": "Luke"}""", Then = """.output.results[0].name == "Luke" """ },
        new("call-http-redirect") { Input = """{"searchQuery": "Luke"}""", Then = """.output.results[0].name == "Luke" """ },
        new("call-mcp") { Then = """.output.content[0].text == "conversations_add_message" """ },
        new("call-openapi") { Then = """(.output | length) == 2 and (.requests[-1].url | endswith("?status=available"))""" },
        new("call-openapi-redirect") { Then = "(.output | length) == 2" },
        new("conditional-task") { Input = """{"customer": {"age": 30}, "bet": 5}""", Then = """.requests[0].url == "superbet-casinos.com/api/bet/on/football" """ },
        new("conditional-task") { Input = """{"customer": {"age": 17}, "bet": 5}""", Ends = RunStatus.Faulted, Then = """.error.status == 400 and (.requests | length) == 0""" },
        new("do-multiple") { Input = PetOne, Then = """.output.status == "sold" and [.requests[].method] == ["GET", "PUT"]""" },
        new("do-single") { Input = PetOne, Then = ".output.id == 1" },
        // Its output.as reads a member of the array of events that listen makes, so jq refuses it once an event is there.
        new("for")
        {
            Input = """{"pets": [{"id": 1}], "vet": "Ann"}""",
            Events = ["""{"specversion": "1.0", "id": "1", "source": "https://e.com", "type": "com.fake.petclinic.pets.checkup.completed.v2", "data": {"pets": []}}"""],
            Ends = RunStatus.Faulted,
            Then = """(.error.type | endswith("/expression")) and (.error.detail | contains("Cannot index array"))""",
        },
        new("for") { Input = """{"pets": [{"id": 1}]}""", Then = ".output.pets[0].id == 1" },
        new("fork") { Input = """{"patient": {"fullName": "Ann"}, "room": {"number": 7}}""", Then = """.requests[0].body == {"patientId": "Ann", "room": 7} and .output.host == "fake-hospital.com" """ },
        new("listen-to-all") { Events = [Hot, Calm, Racing], Then = """.output == [{"temperature": 39}, {"bpm": 120}]""" },
        new("listen-to-all read-envelope") { Events = [Hot, Racing], Then = """[.output[].id] == ["hot", "racing"]""" },
        new("listen-to-any") { Events = [Calm], Then = """.output == [{"bpm": 70}]""" },
        new("listen-to-any-filter") { Events = [Calm, Racing], Then = """.output == [{"bpm": 120}]""" },
        new("listen-to-any-forever-foreach")
        {
            Input = """{"roomId": 5}""",
            Events = [Hot, Calm],
            Ends = RunStatus.Waiting,
            Then = """[.requests[].body.event.temperature // .requests[].body.event.data.temperature][0] == 39 and (.requests | length) == 2""",
        },
        new("listen-to-any-until-condition") { Events = [Hot, Calm, Racing], Ends = RunStatus.Waiting },
        new("listen-to-any-until-condition") { Events = [Hot, Calm, Racing, Out], Then = "(.output | length) == 4" },
        new("listen-to-any-until-consumed") { Events = [Hot, Calm, Racing], Ends = RunStatus.Waiting },
        new("listen-to-any-until-consumed") { Events = [Hot, Calm, Racing, Out], Then = """.output == [{"temperature": 39}, {"bpm": 120}]""" },
        new("listen-to-one")
        {
            Events = ["""{"specversion": "1.0", "id": "1", "source": "https://e.com", "type": "com.virtual-wf-powered-race.events.race.started.v1", "data": {"carId": 4}}"""],
        },
        new("mock-service-extension") { Then = """.requests[0].url == "fake.com/sample" """ },
        new("run-subflow") { Input = """{"user": "ann"}""", Then = ".output.registered != null" },
        new("schedule-cron") { Then = """.requests[0].url == "example.com/api/v1/backup/start" """ },
        new("schedule-event-driven")
        {
            Input = """[{"type": "com.example.hospital.events.patients.heartbeat.low", "data": {"patient": {"id": "p1", "name": "Ann", "room": {"number": 7}, "vitals": {"bpm": 40}}, "timestamp": "t"}}]""",
            Then = """.requests[0].body.patientId == "p1" and .requests[0].body.vitals.heartRate == 40""",
        },
        new("star-wars-homeworld") { Input = """{"id": 1}""", Then = """.output.name == "Tatooine" """ },
        new("try-catch") { Input = """{"petId": 404}""", Then = ".output.petId == 404" },
        new("try-catch-retry-inline") { Input = """{"petId": 503}""", Then = ".output.id == 503 and (.requests | length) == 3 and .seconds >= 9" },
        new("try-catch-retry-reusable") { Input = """{"petId": 503}""", Then = ".output.id == 503 and (.requests | length) == 3" },
        new("try-catch-then") { Input = """{"petId": 404}""", Then = """.published[0].data.status == 404 and (.requests | length) == 1""" },
        new("try-catch-then") { Input = PetOne, Then = """.output.status == "sold" and (.published | length) == 0""" },

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
