using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Modes;
using AgentBus.Hosting.Tests.Bus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Hosting.Tests.Modes;

[Collection(nameof(ConsoleCapture))]
public sealed class RunModeTests
{
    [Fact]
    public async Task Setup_runs_every_step_and_exits()
    {
        var step = new RecordingStep();

        (await RunAsync(["setup", "--Bus:Transport=memory"], step)).ShouldBe((0, "", ""));

        step.Calls.ShouldBe(["setup"]);
    }

    [Fact]
    public async Task Check_prints_what_is_missing_and_fails()
    {
        var (code, output, _) = await RunAsync(["check", "--Bus:Transport=memory"], new RecordingStep { Missing = "table runs is missing. Run setup." });

        code.ShouldBe(1);
        output.Trim().ShouldBe("store: table runs is missing. Run setup.");
    }

    [Fact]
    public async Task Check_passes_when_all_is_there() =>
        (await RunAsync(["check", "--Bus:Transport=memory"], new RecordingStep())).ShouldBe((0, "", ""));

    [Fact]
    public async Task Run_does_not_start_while_something_it_needs_is_missing()
    {
        var (code, _, errors) = await RunAsync(["run", "--Bus:Transport=memory"], new RecordingStep { Missing = "table runs is missing. Run setup." });

        code.ShouldBe(1);
        errors.ShouldBe("test-service: store: table runs is missing. Run setup.\n");
    }

    [Fact]
    public async Task Run_creates_it_where_the_configuration_says_so()
    {
        var step = new RecordingStep { Missing = "table runs is missing. Run setup." };

        (await RunAsync(["--Bus:Transport=memory", "--Setup:OnRun=true"], step)).Code.ShouldBe(0);

        step.Calls.ShouldBe(["setup"]);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_tells_the_modes_and_where_settings_come_from_and_starts_nothing(string asked)
    {
        var step = new RecordingStep();
        var (code, output, _) = await RunAsync([asked], step);

        code.ShouldBe(0);
        output.ShouldStartWith("test-service [run|setup|check]");
        output.ShouldContain(Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        step.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_mode_is_one_line()
    {
        var (code, _, errors) = await RunAsync(["start"], new RecordingStep());

        code.ShouldBe(1);
        errors.ShouldBe("test-service: 'start' is not a run mode. Use setup, run or check.\n");
    }

    [Fact]
    public async Task Bad_options_are_one_line_with_every_fault()
    {
        var (code, _, errors) = await RunAsync(["--Bus:Host=a b", "--Bus:Port=0", "--Bus:VirtualHost="], new RecordingStep());

        code.ShouldBe(1);
        errors.ShouldBe(
            "test-service: Bus:Host is 'a b'; use a host name or address without scheme, or those of all nodes such as rabbit-1,rabbit-2:5673.; Bus:Port is 0; use 1 to 65535.; Bus:VirtualHost is empty; the default one is '/'.\n");
    }

    [Fact]
    public async Task A_broker_that_is_missing_at_start_is_one_line_without_stack()
    {
        var (code, _, errors) = await RunAsync(["--Bus:Port=1"], new RecordingStep());

        code.ShouldBe(1);
        errors.ShouldStartWith("test-service: RabbitMQ cannot be reached at amqp://guest@localhost:1 (virtual host /): ");
        errors.Count(letter => letter == '\n').ShouldBe(1);
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task An_address_that_is_taken_is_one_line()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var (code, _, errors) = await RunAsync(["--Bus:Transport=memory", $"--Http:Urls=http://{taken.LocalEndpoint}"], new RecordingStep());

        code.ShouldBe(1);
        errors.ShouldContain("address already in use");
        errors.Count(letter => letter == '\n').ShouldBe(1);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] args, RecordingStep step)
    {
        using var console = new ConsoleCapture();
        var code = await AgentBusService.RunAsync(
            [.. args, "--Logging:Level=Fatal"], "test-service",
            builder => builder.Services.AddBusEndpoint(PingEndpoint.New().Endpoint).AddSingleton<ISetupStep>(step),
            app => app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication));
        return (code, console.Output, console.Errors);
    }

    private sealed class RecordingStep : ISetupStep
    {
        public string? Missing { get; init; }

        public List<string> Calls { get; } = [];

        public string Name => "store";

        public Task SetupAsync(CancellationToken cancellationToken)
        {
            Calls.Add("setup");
            return Task.CompletedTask;
        }

        public Task<string?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Missing);
    }
}
