using System.Diagnostics;
using System.Globalization;

namespace AgentBus.Models.Tests.Telemetry;

internal static class SpanAssertions
{
    public static Dictionary<string, string?> Tags(this Activity span) =>
        span.TagObjects.ToDictionary(t => t.Key, t => Convert.ToString(t.Value, CultureInfo.InvariantCulture));

    public static void ShouldContain(this Dictionary<string, string?> tags, params (string Name, string Value)[] expected)
    {
        foreach (var (name, value) in expected)
        {
            tags.GetValueOrDefault(name).ShouldBe(value, name);
        }
    }
}
