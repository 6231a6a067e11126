using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>The stored form of a run's state.</summary>
public sealed class StateTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Kinds => [.. typeof(Frame).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Frame)) && !type.IsAbstract).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_member_of_a_frame_is_stored(string kind)
    {
        var type = typeof(Frame).Assembly.GetType($"{typeof(Frame).Namespace}.{kind}")!;
        var frame = (Frame)Activator.CreateInstance(type)!;
        foreach (var member in type.GetProperties().Where(member => member.SetMethod is not null && member.GetCustomAttribute<JsonIgnoreAttribute>() is null))
        {
            member.SetValue(frame, member.Name == nameof(Frame.ParentAt) ? 0 : Sample(member.PropertyType));
        }

        Whole(Stored(frame)[0]).ShouldBe(Whole(frame));
    }

    [Fact]
    public void A_frame_stores_only_what_the_frame_around_it_does_not_say()
    {
        var step = new ForFrame { Id = "/do/0/all[4]#2", Task = "/do/0/all", Indexes = [4], Visit = 2, LastVisit = 3, StartedAt = Now, Deadline = Now };
        var block = new BlockFrame
        {
            Id = "/do/0/all[4]#2/7", Parent = step.Id, Owner = step.Task, Indexes = [4, 7], Visit = 2, LastVisit = 2, Deadline = Now,
        };
        var work = new AgentFrame
        {
            Id = "/do/0/all/for/do/0/work[4][7]#2", Task = "/do/0/all/for/do/0/work", Parent = block.Id, Indexes = [4, 7], Visit = 2, LastVisit = 2,
            StartedAt = Now, Deadline = Now, Attempt = 1, Out = [1],
        };

        Stored(step, block, work).Select(Whole).ShouldBe([Whole(step), Whole(block), Whole(work)]);
        var text = Encoding.UTF8.GetString((RunState.New(Guid.Empty, Now) with { Frames = [step, block, work] }).ToBytes());
        text.ShouldContain("""{"k":"block","p":1,"i":[4,7]}""");
        text.Split("/do/0/all").Length.ShouldBe(3, text);
    }

    [Fact]
    public void An_agent_step_that_runs_takes_less_than_250_bytes()
    {
        var definition = Workflow.Host("""
            do:
              - all:
                  for: { each: item, in: .items }
                  metadata: { agentbus: { maxConcurrency: 1000 } }
                  do:
                    - work: { call: agent, with: { agent: worker, input: { item: '${ $item.n }', all: '${ .name }' } } }
            """).Definition;
        (BytesOf(1_000) - BytesOf(100)).ShouldBeLessThan(900 * 250);

        int BytesOf(int count)
        {
            var driver = new Driver(definition, JsonSerializer.SerializeToElement(new { name = "many", items = Enumerable.Range(0, count).Select(n => new { n }) }));
            driver.Handle(new RunEvent.Started());
            while (driver.Timers is { Count: > 0 } yields)
            {
                driver.Handle(new RunEvent.TimerElapsed(yields.Single()));
            }

            driver.Orders.Count.ShouldBe(count);
            return driver.Bytes.Length;
        }
    }

    [Theory]
    [InlineData(1, "Start the run again")]
    [InlineData(99, "Run the newer version")]
    public void A_state_of_another_format_is_refused_with_what_to_do(int format, string advice)
    {
        var text = Encoding.UTF8.GetString(RunState.New(Guid.NewGuid(), Now).ToBytes()).Replace("\"format\":2", $"\"format\":{format}");
        Should.Throw<JsonException>(() => RunState.FromBytes(Encoding.UTF8.GetBytes(text))).Message.ShouldContain(advice);
    }

    [Fact]
    public void A_state_of_a_later_format_is_told_apart_as_its_version_will_go_on_with_it()
    {
        var text = Encoding.UTF8.GetString(RunState.New(Guid.NewGuid(), Now).ToBytes()).Replace("\"format\":2", "\"format\":99");
        Should.Throw<NewerStateException>(() => RunState.FromBytes(Encoding.UTF8.GetBytes(text))).Format.ShouldBe(99);
    }

    [Fact]
    public void Members_of_a_later_version_are_ignored_in_the_state_and_in_its_frames()
    {
        var state = RunState.New(Guid.NewGuid(), Now) with { Frames = [new BlockFrame { Id = "root", Visit = 1, LastVisit = 1 }] };
        var text = Encoding.UTF8.GetString(state.ToBytes());
        var later = text.Replace("{\"k\":\"block\"", "{\"k\":\"block\",\"later\":{\"a\":[1]}").Insert(1, "\"later\":true,");
        later.Split("later").Length.ShouldBe(3, "one in the state and one in its frame");

        RunState.FromBytes(Encoding.UTF8.GetBytes(later)).ToBytes().ShouldBe(state.ToBytes());
    }

    private static IReadOnlyList<Frame> Stored(params Frame[] frames) =>
        RunState.FromBytes((RunState.New(Guid.NewGuid(), Now) with { Frames = frames }).ToBytes()).Frames;

    private static string Whole(Frame frame) => JsonSerializer.Serialize(frame, RunStateJson.Default.Frame);

    private static object Sample(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => "text",
        var t when t == typeof(bool) => true,
        var t when t == typeof(Guid) => new Guid("11111111-2222-3333-4444-555555555555"),
        var t when t == typeof(DateTimeOffset) => Now,
        var t when t == typeof(TimeSpan) => TimeSpan.FromSeconds(9),
        var t when t == typeof(JsonElement) => JsonElement.Parse("[1]"),
        var t when t == typeof(StepSnapshot) =>
            new StepSnapshot("/do/0/a#1", "/do/0/a", "a", "agent", StepStatus.Cancelled, 1, "agent", "1.0.0", Now, Now, 1, 2, "why"),
        var t when t == typeof(DataRef) => new DataRef.Document("key"),
        var t when t == typeof(Dictionary<string, DataRef>) => new Dictionary<string, DataRef> { ["item"] = new DataRef.Items("items", 3) },
        var t when t.IsEnum => Enum.GetValues(t).GetValue(1)!,
        var t when t.IsArray => Filled(t.GetElementType()!),
        var t when t.IsPrimitive || t == typeof(decimal) => Convert.ChangeType(7, t, System.Globalization.CultureInfo.InvariantCulture),
        var t when t.IsInterface && t.IsGenericType => Filled(t.GetGenericArguments()[^1]),
        var t when t.IsClass => Made(t),
        var t => throw new NotSupportedException($"Give a sample of {t}."),
    };

    /// <summary>A record, its members filled too.</summary>
    private static object Made(Type type)
    {
        var constructor = type.GetConstructors().First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType))]);
        foreach (var member in type.GetProperties().Where(member => member.SetMethod is not null))
        {
            member.SetValue(made, Sample(member.PropertyType));
        }

        return made;
    }

    private static Array Filled(Type element)
    {
        var array = Array.CreateInstance(element, 1);
        array.SetValue(Sample(element), 0);
        return array;
    }
}
