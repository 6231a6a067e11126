using System.Text.Json;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Plans;

/// <summary>
/// Plan, execute and adapt. The planner is an agent step: a plan that does not hold is an invalid output, with every problem as feedback. A good one
/// is kept as a document, approved where that is asked, and run as a pinned run of its own, whose output is the step's. When that run fails the
/// planner is asked again, with the plan and its error, a limited number of times.
/// </summary>
internal sealed class CallPlanExecutor : CallAgentExecutor
{
    public override string Kind => "plan";

    /// <summary>A person decided on a plan.</summary>
    public static void Approved(Machine machine, AgentFrame step, RunEvent.ApprovalDecided decision)
    {
        var task = (CallPlanTask)machine.TaskOf(step);
        Approvals.Decided(machine, step.Id, decision.Step, decision);
        AttemptWorth.Told(machine, step, decision.Approved);
        if (decision.Approved)
        {
            Execute(machine, step, task);
        }
        else
        {
            StepFlow.Fault(machine, step with { Phase = AgentPhase.Working }, new WorkflowError(
                ErrorTypes.Authorization, 403, "The plan was denied", Approvals.InWords(decision), task.Path, "denied", task.Agent));
        }
    }

    /// <summary>A plan's run ended after its step did: what it was lent is settled, once.</summary>
    public static void EndedLate(Machine machine, RunEvent.ChildEnded ended)
    {
        if (machine.State.Budget?.Account.Open.Find(held => held.Step == ended.Step && ChildRuns.IdOf(machine, held.Step, -held.Attempt) == ended.Child) is { } loan)
        {
            ChildRuns.Ended(machine, ended);
            BudgetFlow.Repay(machine, loan.Step, loan.Attempt, ended);
        }
    }

    protected override void Begin(Machine machine, AgentFrame step, CallAgentTask task) =>
        base.Begin(machine, step with { Plan = new PlanProgress(1) }, task);

    protected override DataRef Arguments(Machine machine, AgentFrame step, CallAgentTask task) => Arguments(machine, step, (CallPlanTask)task, null);

    protected override void Done(Machine machine, AgentFrame step, CallAgentTask task, AttemptOutcome outcome)
    {
        var plan = Json.Object(writer => writer.Member("do", outcome.Output!.Value.GetProperty("do")));
        var key = KeyOf(step);
        machine.Documents.Store(key, plan);
        machine.Effects.Record("plan.made", step.Id, writer =>
        {
            writer.WriteNumber("number", step.Plan!.Number);
            writer.WriteString("plan", key);
            writer.Member("agent", outcome.Agent);
        });
        if (((CallPlanTask)task).Approve)
        {
            machine.Put(step with { Phase = AgentPhase.Approving });
            Approvals.Ask(machine, step, new ApprovalOrder(
                Approvals.IdOf(step), task.Path, $"Run plan {step.Plan!.Number} of {task.Name}?", plan, [], [], null, null));
        }
        else
        {
            Execute(machine, step, (CallPlanTask)task);
        }
    }

    protected override void RunEnded(Machine machine, AgentFrame step, CallAgentTask task, RunEvent.ChildEnded ended)
    {
        if (step.Plan is not { Child: { } child } || child != ended.Child)
        {
            return;
        }

        ChildRuns.Ended(machine, ended);
        BudgetFlow.Repay(machine, step.Id, -step.Plan.Number, ended);
        step = step with
        {
            Plan = step.Plan with { Child = null },
            CostUsd = step.CostUsd + ended.CostUsd,
            Tokens = step.Tokens + ended.Tokens,
        };
        machine.Put(step);
        if (ended is { Status: RunStatus.Completed, Error: null, Output: { } output })
        {
            StepFlow.Complete(machine, step, new DataRef.Fresh(output, $"{step.Id}/output"), reason: $"plan {step.Plan!.Number}, run {child}");
            return;
        }

        var failure = ChildRuns.Failure(ended, task.Path);
        if (step.Plan!.Number > ((CallPlanTask)task).MaxReplans)
        {
            StepFlow.Fault(machine, step, failure);
        }
        else
        {
            Replan(machine, step, (CallPlanTask)task, failure);
        }
    }

    protected override void Withdraw(Machine machine, AgentFrame step, CallAgentTask task)
    {
        if (step.Phase == AgentPhase.Approving)
        {
            machine.Effects.CloseApproval(Approvals.IdOf(step), "cancelled");
        }

        if (step.Plan is { Child: { } child } plan)
        {
            if (ChildRuns.Cancel(machine, step, child))
            {
                BudgetFlow.Lose(machine, step.Id, -plan.Number);
            }
            else
            {
                BudgetFlow.Release(machine, step.Id, -plan.Number);
            }
        }

        base.Withdraw(machine, step, task);
    }

    private static void Execute(Machine machine, AgentFrame step, CallPlanTask task)
    {
        var plan = machine.Documents.Read(new DataRef.Document(KeyOf(step)));
        var input = machine.Documents.Read(step.Input);
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        var number = step.Plan!.Number;
        var lent = BudgetFlow.Lend(machine, step.Id, -number);
        var (key, document) = PlanDocument.Of(machine, plan, lent);
        var child = ChildRuns.Start(machine, step, key, input, awaits: true, document, number);
        step = step with { Phase = AgentPhase.Executing, Plan = step.Plan with { Child = child } };
        machine.Put(step);
        machine.Effects.Step(step, StepStatus.Waiting, $"waiting for run {child} of plan {number}");
    }

    private static void Replan(Machine machine, AgentFrame step, CallPlanTask task, WorkflowError failure)
    {
        var failed = machine.Documents.Read(new DataRef.Document(KeyOf(step)));
        AgentRecords.Decided(machine, step, "plan.failed", $"plan {step.Plan!.Number} of at most {task.MaxReplans + 1} failed, so another is made: {failure}");
        var previous = Json.Object(writer =>
        {
            writer.Member("plan", failed);
            writer.Member("error", failure.ToJson());
        });
        step = step with { Phase = AgentPhase.Working, Plan = new PlanProgress(step.Plan.Number + 1), Failures = 0, Feedback = Limits.Clip(failure.ToString()) };
        AgentLadder.Turn(machine, step with { Arguments = Arguments(machine, step, task, previous) }, task);
    }

    private static DataRef.Fresh Arguments(Machine machine, AgentFrame step, CallPlanTask task, JsonElement? previous)
    {
        var goal = new Scope(machine, step, step.Input).Render(task.Goal.Root);
        var input = machine.Documents.Read(step.Input);
        var running = machine.Documents.Read(new DataRef.Document(ExternalKeys.Agents));
        var arguments = Json.Object(writer =>
        {
            writer.Member("goal", goal);
            writer.Member("input", input);
            writer.WriteStartArray("agents");
            foreach (var agent in task.Agents)
            {
                writer.WriteStartObject();
                writer.WriteString("name", agent);
                writer.WriteBoolean("running", running.ValueKind == JsonValueKind.Object && running.TryGetProperty(agent, out _));
                if (running.ValueKind == JsonValueKind.Object && running.TryGetProperty(agent, out var capabilities))
                {
                    writer.Member("capabilities", capabilities);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNumber("maxTasks", task.MaxTasks);
            writer.WriteNumber("maxDepth", task.MaxDepth);
            if (previous is { } failed)
            {
                writer.Member("previous", failed);
            }
        });
        return new DataRef.Fresh(arguments, $"{step.Id}/arguments/{step.Plan!.Number}");
    }

    private static string KeyOf(AgentFrame step) => $"{step.Id}/plan/{step.Plan!.Number}";
}
