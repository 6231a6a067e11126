using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Chat;

/// <summary>Asks a model for JSON of one type.</summary>
public static class StructuredChat
{
    /// <summary>
    /// Asks with a prompt file as instruction and <paramref name="input"/> as JSON. An answer that does not fit is asked for once more with
    /// the fault.
    /// </summary>
    /// <param name="context">The attempt.</param>
    /// <param name="task">What kind of work it is, for models that are built for some: <c>summarise</c>, <c>extract</c>, <c>judge</c> ...</param>
    /// <param name="promptName">Prompt file <c>Prompts/{agent}/{promptName}.md</c>.</param>
    /// <param name="input">What to work on.</param>
    /// <param name="inputJson">How it is written.</param>
    /// <param name="outputJson">How the answer is read.</param>
    /// <param name="outputSchema">JSON Schema of the answer; null = any JSON that fits the type.</param>
    /// <param name="cancellationToken">The attempt's token.</param>
    /// <exception cref="InvalidAnswerException">The second answer does not fit either.</exception>
    public static async Task<TOutput> AskAsync<TInput, TOutput>(
        this AgentContext context, string task, string promptName, TInput input, JsonTypeInfo<TInput> inputJson, JsonTypeInfo<TOutput> outputJson,
        JsonElement? outputSchema, CancellationToken cancellationToken)
    {
        var prompt = PromptFiles.Read(context.Agent, promptName);
        var question = new ChatMessage(ChatRole.User, JsonSerializer.Serialize(input, inputJson));
        var options = new ChatOptions
        {
            AdditionalProperties = new() { [CallProperties.Task] = task },
            ResponseFormat = outputSchema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, task) : ChatResponseFormat.Json,
        };
        var first = await context.Chat.GetResponseAsync([new(ChatRole.System, prompt), question], options, cancellationToken);
        if (TryRead(first.Text, outputJson, out var output, out var fault))
        {
            return output;
        }

        // The fault goes to the instruction, since models that are built for a task read the last user message as their input.
        var again = $"{prompt}\n\nAn earlier answer could not be read: {fault} Answer with nothing but the JSON.";
        var second = await context.Chat.GetResponseAsync([new(ChatRole.System, again), question], options, cancellationToken);
        return TryRead(second.Text, outputJson, out output, out fault)
            ? output
            : throw new InvalidAnswerException($"Model {second.ModelId ?? "?"} answered '{promptName}' twice with what cannot be read: {fault}");
    }

    private static bool TryRead<T>(
        string text, JsonTypeInfo<T> json, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value, out string fault)
    {
        try
        {
            value = JsonSerializer.Deserialize(text, json);
            fault = value is null ? "It is the JSON null." : "";
            return value is not null;
        }
        catch (JsonException exception)
        {
            (value, fault) = (default, exception.Message);
            return false;
        }
    }
}
