using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentBus.Contracts.Tests;

/// <summary>A rename or a changed member is a break of the wire that nothing else would show.</summary>
public sealed class ContractShapeTests
{
    [Fact]
    public void Names_and_shapes_are_as_approved()
    {
        var approved = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Contracts.approved.txt"));
        var received = Path.Combine(AppContext.BaseDirectory, "Contracts.received.txt");
        File.WriteAllText(received, Describe());

        Describe().ShouldBe(approved.ReplaceLineEndings("\n"), $"The wire changed. If that is meant and old messages still read, copy {received} to Contracts.approved.txt.");
    }

    [Fact]
    public void Every_public_record_is_a_message_or_part_of_one()
    {
        var reached = new HashSet<Type>();
        foreach (var message in Wire.Messages)
        {
            Reach(message, reached);
        }

        typeof(ContractsJson).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && type.GetMethod("<Clone>$") is not null)
            .Except(reached).ShouldBeEmpty();
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Constants(typeof(Queues)).Concat(Constants(typeof(WireHeaders))))
        {
            text.Append($"{name} = {value}\n");
        }

        text.Append($"Queues.Agent = {Queues.Agent("research")}, {Queues.Agent("research", "1.4.0")}\n");
        text.Append($"Queues.Lane = {string.Join(", ", Constants(typeof(Priorities)).Select(priority => Queues.Lane(Queues.Agent("research"), priority.Value)))}\n");
        text.Append($"AgentResultKind = {string.Join(", ", Enum.GetValues<AgentResultKind>().Select(kind => JsonSerializer.Serialize(kind).Trim('"')))}\n");
        var types = new HashSet<Type>();
        Wire.Messages.ToList().ForEach(message => Reach(message, types));
        foreach (var type in types.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            text.Append($"\n{type.Name}\n");
            foreach (var member in Wire.Json(type).Properties)
            {
                text.Append($"  {member.Name}: {NameOf(member.PropertyType)}{(member.IsRequired ? "" : " (optional)")}\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => ($"{type.Name}.{field.Name}", (string)field.GetRawConstantValue()!));

    private static void Reach(Type type, HashSet<Type> reached)
    {
        if (Wire.Json(type) is not { Kind: JsonTypeInfoKind.Object } json || !reached.Add(type))
        {
            return;
        }

        foreach (var member in json.Properties)
        {
            var inner = member.PropertyType.IsGenericType ? member.PropertyType.GetGenericArguments()[0] : member.PropertyType;
            if (inner.Assembly == typeof(ContractsJson).Assembly && inner.IsClass)
            {
                Reach(inner, reached);
            }
        }
    }

    private static string NameOf(Type type) =>
        type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;
}
