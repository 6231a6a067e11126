using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.Agents.Analysis.Drafting;

namespace AgentBus.Agents.Analysis;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnalysisInput))]
[JsonSerializable(typeof(AnalysisOutput))]
[JsonSerializable(typeof(SummariseInput))]
[JsonSerializable(typeof(SummariseOutput))]
[JsonSerializable(typeof(ExtractInput))]
[JsonSerializable(typeof(ExtractOutput))]
internal sealed partial class AnalysisJson : JsonSerializerContext;
