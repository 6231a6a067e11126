using System.Text.Json;

namespace AgentBus.Models.Extractive.Tasks;

/// <summary>Reads the members of a task's input; each error names the task and the member.</summary>
internal readonly struct TaskInput
{
    private readonly string _task;
    private readonly JsonElement _root;

    public TaskInput(string task, JsonElement root)
    {
        (_task, _root) = (task, root);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"the input is {Kind(root)}, not an object");
        }
    }

    public bool Has(string name) => _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string name) => OptionalText(name) ?? throw Wrong($"'{name}' is missing; give a string");

    public string? OptionalText(string name) => !Has(name) ? null
        : _root.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()
        : throw Wrong($"'{name}' is {Kind(_root.GetProperty(name))}; give a string");

    public int Count(string name, int fallback, int max)
    {
        if (!Has(name))
        {
            return fallback;
        }

        return _root.GetProperty(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value >= 1 && value <= max
            ? value
            : throw Wrong($"'{name}' must be a whole number from 1 to {max}");
    }

    public List<TaskInput> Items(string name)
    {
        if (!Has(name) || _root.GetProperty(name) is not { ValueKind: JsonValueKind.Array } array)
        {
            throw Wrong($"'{name}' is missing; give an array of objects");
        }

        var task = _task;
        return [.. array.EnumerateArray().Select(e => new TaskInput(task, e))];
    }

    public List<string> Texts(string name)
    {
        if (!Has(name))
        {
            return [];
        }

        var values = _root.GetProperty(name);
        return values.ValueKind == JsonValueKind.Array && values.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            ? [.. values.EnumerateArray().Select(v => v.GetString()!)]
            : throw Wrong($"'{name}' must be an array of strings");
    }

    /// <summary><c>passages: [{id, text}]</c>, or one passage without id from <c>text</c>.</summary>
    public List<Passage> Passages() => Has("passages")
        ? [.. Items("passages").Select(p => new Passage(p.OptionalText("id"), p.Text("text")))]
        : [new Passage(null, OptionalText("text") ?? throw Wrong("'passages' is missing; give [{id, text}], or one 'text'"))];

    public ExtractiveInputException Wrong(string what) => new($"Task '{_task}': {what}.");

    private static string Kind(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
