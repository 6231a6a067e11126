using AgentBus.Workflows.Execution;

namespace AgentBus.Testing.Tests;

public sealed class TestScheduleTests
{
    [Fact]
    public void Every_starts_runs_whether_or_not_the_one_before_is_over_and_makes_up_for_one_that_was_missed()
    {
        var schedule = Apply("schedule: { every: PT10M }", "wait: { minutes: 15 }");
        schedule.Skip(TimeSpan.FromMinutes(31));

        schedule.Runs.Select(run => run.State.StartedAt.TimeOfDay.TotalMinutes).ShouldBe([10, 20, 30]);
        schedule.Runs.Select(run => run.Status).ShouldBe([RunStatus.Completed, RunStatus.Waiting, RunStatus.Waiting]);
        schedule.Outage(TimeSpan.FromHours(3));
        schedule.Runs.Count.ShouldBe(4);
        schedule.NextDue.ShouldBe(new DateTimeOffset(schedule.Now.Date, TimeSpan.Zero).AddMinutes(220));
    }

    [Fact]
    public void Cron_is_in_unix_form_and_utc()
    {
        var schedule = Apply("schedule: { cron: '30 6 * * 1-5' }", "set: { done: true }");
        schedule.NextDue.ShouldBe(new DateTimeOffset(2030, 1, 1, 6, 30, 0, TimeSpan.Zero), "a Tuesday");
        schedule.Skip(TimeSpan.FromDays(7));

        schedule.Runs.Select(run => run.State.StartedAt.Day).ShouldBe([1, 2, 3, 4, 7]);
    }

    [Fact]
    public void After_waits_from_the_end_of_one_run_to_the_start_of_the_next_also_when_it_fails()
    {
        var schedule = Apply("schedule: { after: { hours: 1 } }", "try: [ { rest: { wait: { minutes: 30 } } }, { fail: { raise: { error: { type: 'https://x.y', status: 500 } } } } ]\n      catch: { errors: { with: { status: 1 } } }");
        schedule.Skip(TimeSpan.FromHours(1.1));
        schedule.NextDue.ShouldBeNull();
        schedule.Skip(TimeSpan.FromHours(3));

        schedule.Runs.Select(run => run.State.StartedAt.TimeOfDay.TotalHours).ShouldBe([1, 2.5, 4]);
        schedule.Runs[0].Status.ShouldBe(RunStatus.Faulted);
    }

    [Fact]
    public void Several_events_that_belong_together_start_one_run_with_all_of_them()
    {
        var schedule = Apply("""
            schedule:
              on:
                all:
                  - with: { type: ordered }
                    correlate: { order: { from: .data.order } }
                  - with: { type: paid }
                    correlate: { order: { from: .data.order } }
            """, "set: '${ map(.type + (.data.order | tostring)) }'");
        schedule.Publish("ordered", new { order = 1 });
        schedule.Publish("paid", new { order = 2 });
        schedule.Runs.ShouldBeEmpty();
        var paid = TestEvents.Of("paid", new { order = 1 });
        schedule.Publish(paid);
        schedule.Publish(paid);
        schedule.Publish("ordered", new { order = 2 });

        schedule.Runs.Select(run => run.Output!.Value.GetRawText()).ShouldBe(["""["ordered1","paid1"]""", """["paid2","ordered2"]"""]);
    }

    [Theory]
    [InlineData("until: '${ length == 3 }'")]
    [InlineData("until: { one: { with: { type: closed } } }")]
    public void Any_until_gathers_what_comes_before_the_end(string until)
    {
        var schedule = Apply($"schedule: {{ on: {{ any: [ {{ with: {{ type: told }} }} ], {until} }} }}", "set: '${ map(.data) }'");
        schedule.Publish("closed");
        foreach (var number in (int[])[1, 2, 3])
        {
            schedule.Publish("told", number);
        }

        schedule.Publish("closed");
        schedule.Runs.Select(run => run.Output!.Value.GetRawText()).ShouldBe(["[1,2,3]"]);
    }

    private static TestSchedule Apply(string schedule, string task) => WorkflowTestHost.FromYaml(
        $"document: {{ dsl: '1.0.3', namespace: tests, name: scheduled, version: '1.0.0' }}\n{schedule}\ndo:\n  - work:\n      {task}\n").Apply();
}
