using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using AgentBus.Hosting.Bus;
using MassTransit;

namespace AgentBus.Hosting.Tests.Bus;

internal sealed record Ping(int Number, string? Note = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Ping))]
internal sealed partial class PingJson : JsonSerializerContext;

/// <summary>An endpoint that hands every ping it handles to the test.</summary>
/// <param name="queue">Its queue.</param>
/// <param name="handle">What it does with a ping before it hands it over; null = nothing.</param>
internal sealed class PingEndpoint(string queue, Func<Ping, CancellationToken, Task>? handle = null)
{
    private readonly Channel<(Ping Ping, string? TraceId)> handled = Channel.CreateUnbounded<(Ping, string?)>();

    public string Queue => queue;

    public BusEndpoint Endpoint => new()
    {
        Queue = queue,
        Types = [WireType.Of(PingJson.Default.Ping)],
        Concurrency = 4,
        Register = _ => { },
        Configure = (_, receive) => receive.Handler<Ping>(async context =>
        {
            await (handle?.Invoke(context.Message, context.CancellationToken) ?? Task.CompletedTask);
            handled.Writer.TryWrite((context.Message, System.Diagnostics.Activity.Current?.TraceId.ToString()));
        }),
    };

    public static PingEndpoint New(Func<Ping, CancellationToken, Task>? handle = null) => new($"agentbus.test-{Guid.NewGuid():N}", handle);

    public OutgoingMessage Message(Ping ping, IReadOnlyDictionary<string, string>? headers = null) =>
        Message(JsonSerializer.SerializeToUtf8Bytes(ping, PingJson.Default.Ping), nameof(Ping), headers);

    public OutgoingMessage Message(byte[] body, string type, IReadOnlyDictionary<string, string>? headers = null) =>
        new(Guid.NewGuid(), queue, "", type, "application/json", body, headers ?? new Dictionary<string, string>());

    public async Task<(Ping Ping, string? TraceId)> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        return await handled.Reader.ReadAsync(limit.Token);
    }
}
