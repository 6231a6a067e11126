using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentBus.Cli.Api;

/// <summary>A successful answer.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public T As<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Body, type)
        ?? throw new CliException(ExitCode.Failed, "The server's answer is null. Is it an AgentBus of the same release?");
}
