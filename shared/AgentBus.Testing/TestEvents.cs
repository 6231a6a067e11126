using System.Text.Json;

namespace AgentBus.Testing;

/// <summary>CloudEvents for tests.</summary>
public static class TestEvents
{
    /// <summary>A complete CloudEvent 1.0.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">Serialised with member names in camelCase; null = it has no data.</param>
    /// <param name="id">Null = an id of its own.</param>
    /// <param name="source">A URI.</param>
    /// <param name="attributes">Further attributes, such as <c>subject</c> or extensions.</param>
    public static JsonElement Of(
        string type, object? data = null, string? id = null, string source = "/tests", IReadOnlyDictionary<string, string>? attributes = null)
    {
        var cloudEvent = new Dictionary<string, object>
        {
            ["specversion"] = "1.0", ["id"] = id ?? Guid.NewGuid().ToString(), ["source"] = source, ["type"] = type,
        };
        if (data is not null)
        {
            cloudEvent["data"] = data;
        }

        foreach (var (name, value) in attributes ?? new Dictionary<string, string>())
        {
            cloudEvent[name] = value;
        }

        return JsonSerializer.SerializeToElement(cloudEvent, JsonSerializerOptions.Web);
    }
}
