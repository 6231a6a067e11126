using AgentBus.Benchmarks;

// The program is also the other processes of a measurement: it starts itself with their names.
return args switch
{
    ["echo-agent", .. var rest] => await EchoWorker.RunAsync(rest),
    ["embedded-host", .. var rest] => await EmbeddedHost.RunAsync(rest),
    ["floor-agent", var broker] => await FloorAgent.RunAsync(broker),
    ["floor-orchestrator", var broker, var database] => await FloorOrchestrator.RunAsync(broker, database),
    _ => await BenchCommand.RunAsync(args),
};
