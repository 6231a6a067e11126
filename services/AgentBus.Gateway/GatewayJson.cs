using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.Gateway.Agents;
using AgentBus.Gateway.Approvals;
using AgentBus.Gateway.Budgets;
using AgentBus.Gateway.DeadLetters;
using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Events;
using AgentBus.Gateway.Keys;
using AgentBus.Gateway.Memory;
using AgentBus.Gateway.Parked;
using AgentBus.Gateway.Problems;
using AgentBus.Gateway.Runs;
using AgentBus.Storage.Outbox;

namespace AgentBus.Gateway;

/// <summary>Source-generated JSON of the API: camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(StartRunRequest))]
[JsonSerializable(typeof(CancelRunRequest))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(RetryRunRequest))]
[JsonSerializable(typeof(RestartRunRequest))]
[JsonSerializable(typeof(StepByHandRequest))]
[JsonSerializable(typeof(RunDetails))]
[JsonSerializable(typeof(Page<StepView>))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(Page<RunSummary>))]
[JsonSerializable(typeof(Page<StuckRun>))]
[JsonSerializable(typeof(MoveRunRequest))]
[JsonSerializable(typeof(MoveRunsRequest))]
[JsonSerializable(typeof(MoveReport))]
[JsonSerializable(typeof(Page<MoveReport>))]
[JsonSerializable(typeof(DefinitionDiffView))]
[JsonSerializable(typeof(Page<PlanView>))]
[JsonSerializable(typeof(HistoryView))]
[JsonSerializable(typeof(Page<HistoryView>))]
[JsonSerializable(typeof(DefinitionSummary))]
[JsonSerializable(typeof(Page<DefinitionSummary>))]
[JsonSerializable(typeof(ValidatedDefinition))]
[JsonSerializable(typeof(DecideRequest))]
[JsonSerializable(typeof(ApprovalDetails))]
[JsonSerializable(typeof(Page<ApprovalDetails>))]
[JsonSerializable(typeof(Page<AgentView>))]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(Page<KeyView>))]
[JsonSerializable(typeof(BudgetView))]
[JsonSerializable(typeof(Page<BudgetView>))]
[JsonSerializable(typeof(RaiseBudgetRequest))]
[JsonSerializable(typeof(MemoryEntry))]
[JsonSerializable(typeof(Page<MemoryEntry>))]
[JsonSerializable(typeof(Forgotten))]
[JsonSerializable(typeof(Page<ParkedMessage>))]
[JsonSerializable(typeof(DiscardParkedRequest))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(DiscardRequest))]
[JsonSerializable(typeof(DeadLettersRequest))]
[JsonSerializable(typeof(DeadLetterSummary))]
[JsonSerializable(typeof(Page<DeadLetterSummary>))]
[JsonSerializable(typeof(DeadLetterBody))]
[JsonSerializable(typeof(Page<DeadLetterReport>))]
[JsonSerializable(typeof(AcceptedEvents))]
[JsonSerializable(typeof(IReadOnlyList<ProblemError>))]
[JsonSerializable(typeof(List<ProblemError>))]
[JsonSerializable(typeof(ProblemError[]))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class GatewayJson : JsonSerializerContext;
