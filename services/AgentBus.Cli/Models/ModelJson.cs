using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.OffPolicy;

namespace AgentBus.Cli.Models;

/// <summary>Evaluations, and what the model gateway answers, as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(OnlineFigures))]
[JsonSerializable(typeof(OffPolicyReport))]
[JsonSerializable(typeof(ModelUsage))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(DecisionDetails))]
[JsonSerializable(typeof(DecisionPage))]
internal sealed partial class ModelJson : JsonSerializerContext;
