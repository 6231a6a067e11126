using System.Text.Json;
using AgentBus.Models.Batches;
using AgentBus.Models.Gateway;
using AgentBus.Models.Wire;

namespace AgentBus.ModelGateway.Batches;

/// <summary>Reads the calls of a file, one a line, and finds all that is wrong with them before the first is made.</summary>
internal static class BatchReader
{
    public const string Endpoint = "/v1/chat/completions";
    private const int MaxCalls = 50_000;
    private const int MaxFaults = 100;

    public static (IReadOnlyList<BatchItem> Items, IReadOnlyList<BatchFault> Faults) Read(string batch, string tenant, ReadOnlyMemory<byte> content)
    {
        var (items, faults, ids) = (new List<BatchItem>(), new List<BatchFault>(), new HashSet<string>(StringComparer.Ordinal));
        var number = 0;
        foreach (var line in Lines(content))
        {
            number++;
            if (items.Count >= MaxCalls || faults.Count >= MaxFaults)
            {
                faults.Add(new BatchFault(number, faults.Count >= MaxFaults ? "There are further faults." : $"There are more than {MaxCalls} calls; make several batches."));
                break;
            }

            if (line.Span.Trim((byte)' ') is [] or [(byte)'\r'])
            {
                continue;
            }

            var (item, fault) = Item(batch, number, tenant, line, ids);
            if (fault is not null)
            {
                faults.Add(new BatchFault(number, fault));
            }
            else
            {
                items.Add(item!);
            }
        }

        return items.Count == 0 && faults.Count == 0 ? ([], [new BatchFault(1, "The file has no calls; write one a line.")]) : (items, faults);
    }

    private static (BatchItem? Item, string? Fault) Item(string batch, int number, string tenant, ReadOnlyMemory<byte> json, HashSet<string> ids)
    {
        try
        {
            var line = JsonSerializer.Deserialize(json.Span, BatchWire.Default.WireLine);
            var fault = line switch
            {
                null => "The line is null.",
                { CustomId: not { Length: > 0 } } => "custom_id is missing; give a name of your own.",
                { Method: not "POST" } => "method must be POST.",
                { Url: not Endpoint } => $"url must be {Endpoint}.",
                { Body: not { ValueKind: JsonValueKind.Object } } => "body is missing; give a chat completion request.",
                _ when !ids.Add(line.CustomId) => $"custom_id '{line.CustomId}' is there twice; give each call its own.",
                _ => RequestFault(line.Body.Value),
            };
            return fault is null ? (new BatchItem(batch, number, tenant, line!.CustomId!, line.Body!.Value.GetRawText()), null) : (null, fault);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, $"The line is no JSON object of custom_id, method, url and body: {e.Message}");
        }
    }

    private static string? RequestFault(JsonElement body)
    {
        try
        {
            WireToChat.Call(body.Deserialize(WireJson.Default.WireRequest)!, new Dictionary<string, string>());
            return null;
        }
        catch (ModelException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> content)
    {
        while (!content.IsEmpty)
        {
            var end = content.Span.IndexOf((byte)'\n');
            yield return end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
        }
    }
}
