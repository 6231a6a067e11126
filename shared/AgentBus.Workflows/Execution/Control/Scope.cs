using System.Text.Json;
using AgentBus.Jq;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Expressions;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>What an expression can see: <c>.</c>, the standard's arguments and the variables bound around it. It loads only what it names.</summary>
/// <param name="machine">The decision.</param>
/// <param name="frame">Where it stands; null = the workflow itself.</param>
/// <param name="dot">The value of <c>.</c>.</param>
/// <param name="output">The value of <c>$output</c>, where there is one.</param>
internal sealed class Scope(Machine machine, Frame? frame, DataRef dot, DataRef? output = null)
{
    private (string Name, DataRef Value)? extra;

    /// <summary>The same with one more variable.</summary>
    public Scope With(string name, DataRef value) => new(machine, frame, dot, output) { extra = (name, value) };

    public bool Test(Expression condition)
    {
        var value = Evaluate(condition);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw Failed(condition, $"a condition must be true or false; it made {Describe(value)}"),
        };
    }

    /// <summary>The duration, computed now where an expression makes it.</summary>
    public TimeSpan Measure(Duration duration)
    {
        if (duration is not Duration.Computed { Expression: var expression })
        {
            return duration.Known!.Value;
        }

        var value = Evaluate(expression);
        return machine.Documents.AnyMissing ? TimeSpan.Zero : DurationText.Of(value)
            ?? throw Failed(expression, $"a duration must be ISO 8601 such as PT30S or an object such as {{\"seconds\": 30}}, of {DurationText.Longest.TotalDays} days at most; it made {Describe(value)}");
    }

    /// <summary>
    /// The expression in a form that can be evaluated elsewhere, by someone who knows the one variable: its text, its input and the values of its
    /// other variables.
    /// </summary>
    public JsonElement Defer(Expression expression, string unknown) => Json.Object(writer =>
    {
        writer.WriteString("jq", expression.Filter.Source);
        if (expression.Filter.ReadsInput)
        {
            writer.Member("input", machine.Documents.Read(dot));
        }

        writer.WriteStartObject("variables");
        foreach (var name in expression.Filter.FreeVariables.Where(name => name != unknown))
        {
            writer.Member(name, Read(name, expression));
        }

        writer.WriteEndObject();
    });

    public JsonElement Evaluate(Expression expression)
    {
        var filter = expression.Filter;
        var input = filter.ReadsInput ? machine.Documents.Read(dot) : Json.Null;
        var names = filter.Variables;
        JsonElement[] variables = names.Count == 0 ? [] : new JsonElement[names.Count];
        for (var i = 0; i < variables.Length; i++)
        {
            variables[i] = Read(names[i], expression);
        }

        if (machine.Documents.AnyMissing)
        {
            return Json.Null;
        }

        var result = filter.Evaluate(input, variables, machine.Expressions);
        return result switch
        {
            { Error: { } error } => throw Failed(expression, error.Message),
            { Values.Count: 0 } => Json.Null,
            { Values.Count: 1 } => result.Values[0],
            _ => throw Failed(expression, $"it made {result.Values.Count} values where one is wanted; put it in [ ] to collect them"),
        };
    }

    /// <summary>
    /// The template's value. An expression that only names a value (<c>.</c>, <c>$item</c>, <c>$context</c>) makes no copy and loads nothing.
    /// </summary>
    /// <param name="template">What to make.</param>
    /// <param name="key">Key of the document it becomes if it is kept.</param>
    /// <param name="what">What it is, for the error when it is over the limit.</param>
    /// <param name="limit">Bytes; null = as many as a value may have.</param>
    public DataRef Make(Template template, string key, string what, int? limit = null)
    {
        if (template.Root is TemplateNode.Computed { Expression: var named } && Alias(named) is { } known)
        {
            return known;
        }

        var value = Render(template.Root);
        var most = limit ?? machine.Limits.ValueBytes;
        return Json.SizeOf(value) <= most ? new DataRef.Fresh(value, key) : throw TooLarge(value, template.Path, what, most);
    }

    public JsonElement Render(TemplateNode node) => node switch
    {
        TemplateNode.Literal literal => literal.Value,
        TemplateNode.Computed computed => Evaluate(computed.Expression),
        _ => Json.Build((Scope: this, Node: node), static (writer, each) => each.Scope.Write(writer, each.Node)),
    };

    /// <summary>The value an expression names, without loading it; null when it does more than name one.</summary>
    public DataRef? Alias(Expression expression) => expression.Names is not { } name ? null : name.Length == 0 ? dot : Reference(name);

    private void Write(Utf8JsonWriter writer, TemplateNode node)
    {
        switch (node)
        {
            case TemplateNode.Object shape:
                writer.WriteStartObject();
                foreach (var (name, member) in shape.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case TemplateNode.Array list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                Render(node).WriteTo(writer);
                break;
        }
    }

    private JsonElement Read(string name, Expression expression) => name switch
    {
        "task" => Descriptors.Task(machine, Extended() ?? frame as StepFrame, output),
        "workflow" => Descriptors.Workflow(machine),
        "runtime" => Descriptors.Runtime,
        _ => Reference(name) is { } reference
            ? machine.Documents.Read(reference)
            : throw Failed(expression, $"there is no variable ${name} here"),
    };

    private DataRef? Reference(string name) => name switch
    {
        "context" => machine.State.Context,
        "input" => Step()?.Input ?? dot,
        "output" => output,
        _ => extra is { } more && more.Name == name ? more.Value : Variable(machine, frame, name),
    };

    /// <summary>For the tasks of an extension, which are about the task they extend.</summary>
    private StepFrame? Extended()
    {
        for (var around = frame; around?.Parent is { } parent; around = machine.Find(parent))
        {
            if (around is BlockFrame { Role: BlockRole.Before or BlockRole.After })
            {
                return machine.Find(parent) as StepFrame;
            }
        }

        return null;
    }

    private StepFrame? Step()
    {
        var around = frame;
        while (around is BlockFrame { Parent: { } parent })
        {
            around = machine.Find(parent);
        }

        return around as StepFrame;
    }

    private static DataRef? Variable(Machine machine, Frame? frame, string name)
    {
        for (var around = frame; around is not null; around = around.Parent is null ? null : machine.Find(around.Parent))
        {
            if (around.Variables?.GetValueOrDefault(name) is { } bound)
            {
                return bound;
            }
        }

        return null;
    }

    private WorkflowFault TooLarge(JsonElement value, string path, string what, int limit) => new(new WorkflowError(
        ErrorTypes.Runtime, 500, "Value too large",
        $"{what} of {path} is {Limits.InWords(Json.SizeOf(value))}; at most {Limits.InWords(limit)} is carried from step to step."
        + " Keep large data outside and pass on where it is.",
        (frame as StepFrame)?.Task));

    private WorkflowFault Failed(Expression expression, string why) => new(new WorkflowError(
        ErrorTypes.Expression, 400, "Expression failed", $"{expression.Path}: {expression.Text}: {why}.", (frame as StepFrame)?.Task));

    private static string Describe(JsonElement value) => $"a value of type {value.ValueKind.ToString().ToLowerInvariant()}";
}
