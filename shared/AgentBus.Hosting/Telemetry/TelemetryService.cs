using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentBus.Hosting.Telemetry;

/// <summary>
/// Sends traces and metrics over OTLP while the service runs. The libraries below emit their own activities, so subscribing to
/// their sources is all the instrumentation there is.
/// </summary>
internal sealed class TelemetryService(IOptions<TelemetryOptions> options) : IHostedLifecycleService, IDisposable
{
    private static readonly string[] Sources = ["AgentBus.*", "MassTransit", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];
    private static readonly string[] Meters =
        ["AgentBus.*", "MassTransit", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql"];

    private TracerProvider? tracer;
    private MeterProvider? meter;

    // Before any other service starts, so that no activity is missed.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var endpoint = options.Value.OtlpEndpoint ?? Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT");
        if (string.IsNullOrEmpty(endpoint))
        {
            return Task.CompletedTask;
        }

        var resource = ResourceBuilder.CreateDefault().AddService(options.Value.ServiceName ?? "agentbus");
        tracer = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources)
            .AddOtlpExporter(exporter => Target(exporter, endpoint, "traces")).Build();
        meter = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters)
            .AddOtlpExporter(exporter => Target(exporter, endpoint, "metrics")).Build();
        return Task.CompletedTask;
    }

    // The exporter adds the signal's path to an address from the environment, but not to one set in code.
    private static void Target(OtlpExporterOptions exporter, string endpoint, string signal) =>
        exporter.Endpoint = new Uri(exporter.Protocol == OtlpExportProtocol.HttpProtobuf ? $"{endpoint.TrimEnd('/')}/v1/{signal}" : endpoint);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        tracer?.Dispose();
        meter?.Dispose();
        tracer = null;
        meter = null;
    }
}
