using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Contracts;

/// <summary>Source-generated JSON of every contract: camelCase, nulls left out, unknown members ignored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DispatchAttempt))]
[JsonSerializable(typeof(AttemptFinished))]
[JsonSerializable(typeof(AttemptClaimed))]
[JsonSerializable(typeof(AttemptProgress))]
[JsonSerializable(typeof(WorkerHeartbeat))]
[JsonSerializable(typeof(WorkerStopped))]
[JsonSerializable(typeof(StartRun))]
[JsonSerializable(typeof(CancelRun))]
[JsonSerializable(typeof(PauseRun))]
[JsonSerializable(typeof(ResumeRun))]
[JsonSerializable(typeof(RetryStep))]
[JsonSerializable(typeof(RestartStep))]
[JsonSerializable(typeof(CompleteStep))]
[JsonSerializable(typeof(SkipStep))]
[JsonSerializable(typeof(DecideApproval))]
[JsonSerializable(typeof(MoveRun))]
[JsonSerializable(typeof(TimerFired))]
[JsonSerializable(typeof(LeaseExpired))]
[JsonSerializable(typeof(TenantEvent))]
[JsonSerializable(typeof(DeliverEvent))]
[JsonSerializable(typeof(ChildFinished))]
[JsonSerializable(typeof(ScheduleDue))]
[JsonSerializable(typeof(ScheduleFollowing))]
[JsonSerializable(typeof(MemoryRequest))]
[JsonSerializable(typeof(MemoryAnswer))]
public sealed partial class ContractsJson : JsonSerializerContext;
