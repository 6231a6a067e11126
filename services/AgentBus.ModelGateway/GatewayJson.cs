using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.ModelGateway.Budgets;
using AgentBus.ModelGateway.Decisions;

namespace AgentBus.ModelGateway;

/// <summary>JSON of what the gateway has besides the OpenAI API.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(FeedbackTaken))]
[JsonSerializable(typeof(SpendList))]
[JsonSerializable(typeof(DecisionView))]
[JsonSerializable(typeof(DecisionList))]
[JsonSerializable(typeof(UsageList))]
internal sealed partial class GatewayJson : JsonSerializerContext;
