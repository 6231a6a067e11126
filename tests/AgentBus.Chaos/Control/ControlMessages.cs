namespace AgentBus.Chaos.Control;

/// <summary>Begins an order.</summary>
public sealed record ControlStart(Guid Order, string Case);

/// <summary>To the worker: have the effect of this step.</summary>
public sealed record ControlWork(Guid Order, string Case, int Step);

/// <summary>From the worker: it was had.</summary>
public sealed record ControlDone(Guid Order, int Step);
