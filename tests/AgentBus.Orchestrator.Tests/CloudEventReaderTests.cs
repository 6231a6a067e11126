using System.Text;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Triggers;

namespace AgentBus.Orchestrator.Tests;

public sealed class CloudEventReaderTests
{
    private readonly CloudEventReader _reader = new(source => source == "/erp" ? "erp-tenant" : "default");

    [Fact]
    public void A_structured_event_is_read_from_the_body()
    {
        var read = Read("application/cloudevents+json", [], """{"specversion":"1.0","id":"7","source":"/erp","type":"order.placed","data":{"n":1}}""");

        read.Tenant.ShouldBe("erp-tenant");
        read.Event.GetProperty("data").GetProperty("n").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("cloudEvents:")]
    [InlineData("cloudEvents_")]
    [InlineData("ce-")]
    public void A_binary_event_is_read_from_headers_and_body(string prefix)
    {
        var read = Read("application/json", Attributes(prefix), """{"n":2}""");

        read.Event.GetProperty("type").GetString().ShouldBe("order.placed");
        read.Event.GetProperty("data").GetProperty("n").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void Data_that_is_not_json_is_kept_as_text_or_base64()
    {
        Read("text/plain", Attributes("ce-"), "hello").Event.GetProperty("data").GetString().ShouldBe("hello");
        Read("image/png", Attributes("ce-"), "hello").Event.GetProperty("data_base64").GetString().ShouldBe(Convert.ToBase64String("hello"u8));
    }

    [Fact]
    public void The_tenant_header_goes_before_the_source()
    {
        var read = Read("application/cloudevents+json", new() { [WireHeaders.Tenant] = "acme" }, """{"specversion":"1.0","id":"7","source":"/erp","type":"t"}""");

        read.Tenant.ShouldBe("acme");
    }

    [Theory]
    [InlineData("""not json""", "not JSON")]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"/erp"}""", "'type'")]
    [InlineData("""{"specversion":"1.0","id":"","source":"/erp","type":"t"}""", "'id'")]
    [InlineData("""{"specversion":"0.3","id":"7","source":"/erp","type":"t"}""", "0.3")]
    public void What_is_not_an_event_is_refused_with_the_reason(string body, string reason) =>
        Should.Throw<FormatException>(() => Read("application/json", [], body)).Message.ShouldContain(reason);

    private static Dictionary<string, string> Attributes(string prefix) => new()
    {
        [prefix + "specversion"] = "1.0", [prefix + "id"] = "7", [prefix + "source"] = "/erp", [prefix + "type"] = "order.placed",
    };

    private TenantEvent Read(string contentType, Dictionary<string, string> headers, string body) =>
        (TenantEvent)_reader.Read(contentType, headers, Encoding.UTF8.GetBytes(body));
}
