using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// Describes a call to the agent that makes it: <c>{call, task, with, idempotencyKey?, secrets?, deferred?}</c>. Where an expression reads
/// <c>$secrets</c> the arguments hold <c>***</c>, and <c>deferred</c> lists it with its place. The places come from the definition, never from
/// data, so no input can have a secret put anywhere.
/// </summary>
internal static class CallDocument
{
    private const string Secrets = "secrets";
    private const string Mask = "***";

    public static JsonElement Of(CallServiceTask task, Scope scope)
    {
        var deferred = new List<(string Path, Expression Expression)>();
        return Json.Object(writer =>
        {
            writer.WriteString("call", task.Protocol);
            writer.WriteString("task", task.Path);
            writer.WritePropertyName("with");
            Write(writer, task.Arguments.Root, "", scope, deferred);
            if (!task.SendsIdempotencyKey)
            {
                writer.WriteBoolean("idempotencyKey", false);
            }

            if (task.Secrets.Count > 0)
            {
                WriteSecrets(writer, task, scope, deferred);
            }
        });
    }

    private static void WriteSecrets(Utf8JsonWriter writer, CallServiceTask task, Scope scope, List<(string Path, Expression Expression)> deferred)
    {
        writer.WriteStartArray(Secrets);
        foreach (var name in task.Secrets)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("deferred");
        foreach (var (path, expression) in deferred)
        {
            writer.WriteStartObject();
            writer.WriteString("at", path);
            writer.WriteString("text", expression.Text);
            writer.Member("expression", scope.Defer(expression, Secrets));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, TemplateNode node, string path, Scope scope, List<(string Path, Expression Expression)> deferred)
    {
        switch (node)
        {
            case TemplateNode.Object shape:
                writer.WriteStartObject();
                foreach (var (name, member) in shape.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member, JsonPointer.Append(path, name), scope, deferred);
                }

                writer.WriteEndObject();
                break;
            case TemplateNode.Array list:
                writer.WriteStartArray();
                for (var index = 0; index < list.Items.Count; index++)
                {
                    Write(writer, list.Items[index], JsonPointer.Append(path, index), scope, deferred);
                }

                writer.WriteEndArray();
                break;
            case TemplateNode.Computed { Expression: var expression } when expression.Filter.FreeVariables.Contains(Secrets):
                writer.WriteStringValue(Mask);
                deferred.Add((path, expression));
                break;
            default:
                scope.Render(node).WriteTo(writer);
                break;
        }
    }
}
