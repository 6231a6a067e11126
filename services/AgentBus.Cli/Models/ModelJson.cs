using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.OffPolicy;

namespace AgentBus.Cli.Models;

/// <summary>Evaluations as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(OnlineFigures))]
[JsonSerializable(typeof(OffPolicyReport))]
internal sealed partial class ModelJson : JsonSerializerContext;
