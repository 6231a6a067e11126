using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Models.Answers;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.MicroBatches;

/// <summary>Several calls as one prompt, and its answer as several: an array with an answer for each number.</summary>
internal static class MicroBatchPrompt
{
    private const string Answers = "answers";
    private const string Number = "item";
    private const string Answer = "answer";

    /// <summary>Tokens around each answer.</summary>
    private const int Wrapping = 32;

    private const string Task =
        "Below are several items. Do for each of them, by itself and without regard to the others, what you were asked to do. Answer with JSON: under \"answers\" an array with, for each item, its number as \"item\" and your answer to it as \"answer\".";

    /// <summary>
    /// What calls must share to be asked together; null for one that has to be asked alone: only calls that differ in nothing but their last message, and whose answer has a schema, can be
    /// put together and taken apart again. Calls of one run only, so that each pays from its own budget.
    /// </summary>
    public static string? KeyOf(ChatCall call, MicroBatchOptions options)
    {
        var hints = call.Hints;
        if (options.Size(hints) is null || hints is not { Rejected: false, StrongerThan: null, Deadline: null, MayExplore: false, Task: null }
            || call.Options.Tools is { Count: > 0 } || call.Options.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema } || HasReferences(schema)
            || call.Messages.Count == 0 || call.Messages[^1] is not { } last || last.Role != ChatRole.User || !last.Contents.All(content => content is TextContent) || last.Text.Length > options.MaxCharacters)
        {
            return null;
        }

        string?[] parts =
        [
            AnswerKeeper.RequestHash(call with { Messages = [.. call.Messages.SkipLast(1)] }), hints.Tenant, hints.Run?.ToString(), hints.Workflow, hints.Agent, hints.KindOfWork, hints.StepVersion, $"{hints.Objective}",
            $"{hints.MinQuality}", $"{hints.DataPolicy.LocalOnly} {string.Join(',', hints.DataPolicy.Regions)}",
        ];
        return string.Join('\0', parts);
    }

    /// <summary>The one call, which counts as no single step's; its step type is another one, as one answer to many says little about one.</summary>
    public static ChatCall Together(IReadOnlyList<ChatCall> calls)
    {
        var first = calls[0];
        var items = calls.Select((call, index) => (JsonNode)new JsonObject { [Number] = index + 1, ["text"] = call.Messages[^1].Text });
        var text = $"{Task}\n\n{new JsonArray([.. items]).ToJsonString()}";
        var options = first.Options.Clone();
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema(((ChatResponseFormatJson)first.Options.ResponseFormat!).Schema!.Value, calls.Count), Answers);
        options.MaxOutputTokens = first.Options.MaxOutputTokens is { } most ? (int)Math.Min(int.MaxValue, ((long)most + Wrapping) * calls.Count) : null;
        var hints = first.Hints with
        {
            Step = null,
            TaskPath = null,
            Attempt = null,
            IdempotencyKey = null,
            StepType = $"{first.Hints.KindOfWork} together",
            MaxCostUsd = calls.All(call => call.Hints.MaxCostUsd is not null) ? calls.Sum(call => call.Hints.MaxCostUsd) : null,
        };
        return first with { Messages = [.. first.Messages.SkipLast(1), new ChatMessage(ChatRole.User, text)], Options = options, Hints = hints };
    }

    /// <summary>The answer to each call as text; null where there is none, or more than one.</summary>
    public static IReadOnlyList<string?> Apart(string text, int count)
    {
        var (found, seen) = (new string?[count], new int[count]);
        foreach (var (place, answer) in Read(text).Where(entry => entry.Place >= 1 && entry.Place <= count))
        {
            found[place - 1] = ++seen[place - 1] == 1 ? answer : null;
        }

        return found;
    }

    private static List<(int Place, string Answer)> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(Answers, out var answers) && answers.ValueKind == JsonValueKind.Array
                ? [.. answers.EnumerateArray().Select(Entry).OfType<(int, string)>()]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static (int Place, string Answer)? Entry(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(Number, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var place)
            && entry.TryGetProperty(Answer, out var answer) ? (place, answer.GetRawText()) : null;

    private static JsonElement Schema(JsonElement one, int count) => JsonElement.Parse(new JsonObject
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray(Answers),
        ["properties"] = new JsonObject
        {
            [Answers] = new JsonObject
            {
                ["type"] = "array",
                ["minItems"] = count,
                ["maxItems"] = count,
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["additionalProperties"] = false,
                    ["required"] = new JsonArray(Number, Answer),
                    ["properties"] = new JsonObject { [Number] = new JsonObject { ["type"] = "integer" }, [Answer] = JsonNode.Parse(one.GetRawText()) },
                },
            },
        },
    }.ToJsonString());

    /// <summary>A reference points from the root of its schema, which is another one then.</summary>
    private static bool HasReferences(JsonElement schema) => schema.GetRawText() is var text && (text.Contains("$ref", StringComparison.Ordinal) || text.Contains("$dynamicRef", StringComparison.Ordinal));
}
