using AgentBus.Chaos.Agents;
using AgentBus.Chaos.Control;
using AgentBus.Chaos.Running;

// The harness, the worker that its load is done by, and the two halves of the control group.
return args switch
{
    ["agent", .. var rest] => await HandProgram.RunAsync(rest),
    ["control", var part] => await ControlProgram.RunAsync(part),
    _ => await Campaign.RunAsync(args),
};
