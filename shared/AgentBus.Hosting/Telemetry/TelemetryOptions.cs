using System.Diagnostics.CodeAnalysis;

namespace AgentBus.Hosting.Telemetry;

/// <summary>Where traces and metrics go.</summary>
public sealed class TelemetryOptions
{
    internal const string Section = "Telemetry";

    /// <summary>OTLP endpoint, such as <c>http://otel:4317</c>; default <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; none = nothing is sent.</summary>
    [StringSyntax(StringSyntaxAttribute.Uri)]
    public string? OtlpEndpoint { get; set; }

    /// <summary><c>service.name</c>; default the service's name.</summary>
    public string? ServiceName { get; set; }
}
