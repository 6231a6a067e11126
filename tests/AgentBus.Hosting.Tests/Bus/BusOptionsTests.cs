using AgentBus.Hosting.Bus;

namespace AgentBus.Hosting.Tests.Bus;

public sealed class BusOptionsTests
{
    [Fact]
    public void The_defaults_fit_a_broker_on_this_machine()
    {
        var options = new BusOptions();

        new BusOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
        options.Address.ShouldBe("amqp://guest@localhost:5672 (virtual host /)");
        new BusOptions { Tls = true }.EffectivePort.ShouldBe(5671);
    }

    [Fact]
    public void Every_fault_is_found_at_once()
    {
        var options = new BusOptions
        {
            Host = "amqp://rabbit:5672",
            Port = 70000,
            VirtualHost = "",
            Username = "",
            Password = "x",
            PasswordFile = "/no/such/file",
            ManagementUrl = "rabbit:15672",
            MaxMessageBytes = 5,
            SendTimeout = TimeSpan.Zero,
            Heartbeat = TimeSpan.Zero,
        };

        new BusOptionsValidator().Validate(null, options).Failures.ShouldBe(
        [
            "Bus:MaxMessageBytes is 5; use 1024 to 67108864.",
            "Bus:SendTimeout is 00:00:00; use 00:00:01 to 00:10:00.",
            "Bus:Host is 'amqp://rabbit:5672'; use a host name or address without scheme, or those of all nodes such as rabbit-1,rabbit-2:5673.",
            "Bus:Port is 70000; use 1 to 65535.",
            "Bus:Heartbeat is 00:00:00; use 00:00:01 to 00:10:00.",
            "Bus:VirtualHost is empty; the default one is '/'.",
            "Bus:Username is empty.",
            "Bus:Password and Bus:PasswordFile are both set; keep one.",
            "Bus:PasswordFile '/no/such/file' does not exist.",
            "Bus:ManagementUrl is 'rabbit:15672'; use an http or https address such as http://rabbit:15672.",
        ]);
    }

    [Fact]
    public void All_nodes_of_a_cluster_are_named_with_their_ports_or_the_common_one()
    {
        var options = new BusOptions { Host = "rabbit-1, rabbit-2:5673,[::1]:5674,::1", Port = 5680 };

        new BusOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
        options.Hosts.ShouldBe([new("rabbit-1", 5680), new("rabbit-2", 5673), new("[::1]", 5674), new("::1", 5680)]);
        options.Address.ShouldStartWith("amqp://guest@rabbit-1:5680,rabbit-2:5673,");
    }

    [Theory]
    [InlineData("rabbit-1,")]
    [InlineData("rabbit-1,,rabbit-2")]
    [InlineData("rabbit-1:70000")]
    [InlineData("rabbit-1:amqp")]
    [InlineData("rabbit-1;rabbit-2")]
    public void A_list_of_nodes_with_a_fault_is_refused(string hosts) =>
        new BusOptionsValidator().Validate(null, new BusOptions { Host = hosts }).Failures!.ShouldHaveSingleItem().ShouldStartWith($"Bus:Host is '{hosts}'");

    [Fact]
    public void An_unknown_transport_is_refused() =>
        new BusOptionsValidator().Validate(null, new BusOptions { Transport = "kafka" }).Failures
            .ShouldBe(["Bus:Transport is 'kafka'; use rabbitmq or memory."]);
}
