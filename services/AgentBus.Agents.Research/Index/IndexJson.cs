using System.Text.Json.Serialization;
using AgentBus.Agents.Research.Reading;

namespace AgentBus.Agents.Research.Index;

[JsonSerializable(typeof(IReadOnlyList<ParsedTable>))]
[JsonSerializable(typeof(IReadOnlyCollection<string>))]
internal sealed partial class IndexJson : JsonSerializerContext;
