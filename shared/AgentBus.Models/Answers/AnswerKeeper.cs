using System.Security.Cryptography;
using System.Text.Json;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Answers;

/// <summary>Keeps each answer 24 hours under (idempotency key, request hash): an attempt that repeats after a crash or a lost result does not pay again.</summary>
internal sealed class AnswerKeeper(KeptAnswers store, TimeProvider time)
{
    internal static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Null when the call has no idempotency key; then nothing is kept. An attempt whose predecessor was not accepted must not get the same answer again.</summary>
    public static AnswerKey? KeyOf(ChatCall call) => call.Hints is { IdempotencyKey: { } key } hints
        ? new AnswerKey(hints.Tenant, key, hints.Rejected ? $"{RequestHash(call)}#{hints.Attempt}" : RequestHash(call))
        : null;

    public async ValueTask<ChatAnswer?> FindAsync(AnswerKey? key, CancellationToken cancellationToken)
    {
        if (key is null || await store.FindAsync(key, cancellationToken) is not { } kept)
        {
            return null;
        }

        var response = JsonSerializer.Deserialize<ChatResponse>(kept.ResponseJson, AIJsonUtilities.DefaultOptions)!;
        return new ChatAnswer(response, kept.Model, kept.Provider, kept.Reason, 0, TimeSpan.Zero, Repeated: true);
    }

    public ValueTask SaveAsync(AnswerKey? key, ChatAnswer answer, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return ValueTask.CompletedTask;
        }

        var json = JsonSerializer.Serialize(answer.Response, AIJsonUtilities.DefaultOptions);
        return store.SaveAsync(key, new StoredAnswer(answer.Model, answer.Provider, answer.Reason, answer.CostUsd, json) { At = time.GetUtcNow() }, time.GetUtcNow() + Kept, cancellationToken);
    }

    /// <summary>All that can change the answer, and nothing that differs between attempts: no message ids, no times.</summary>
    internal static string RequestHash(ChatCall call)
    {
        var options = call.Options.Clone();
        options.ConversationId = null;
        var own = options.AdditionalProperties?.Where(p => IsOfTheRequest(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal).ToDictionary();
        options.AdditionalProperties = own is { Count: > 0 } ? new AdditionalPropertiesDictionary(own) : null;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(call.Model);
            foreach (var message in call.Messages)
            {
                writer.WriteStringValue(message.Role.Value);
                JsonSerializer.Serialize(writer, message.Contents, AIJsonUtilities.DefaultOptions);
            }

            JsonSerializer.Serialize(writer, options, AIJsonUtilities.DefaultOptions);
            foreach (var tool in call.Options.Tools ?? [])
            {
                writer.WriteStringValue(tool.Name);
                writer.WriteStringValue(tool.Description);
                writer.WriteStringValue((tool as AIFunctionDeclaration)?.JsonSchema.GetRawText());
            }

            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>Of the hints only the task changes the answer; attempt and deadline differ with every repeat.</summary>
    private static bool IsOfTheRequest(string key) => key == HintNames.Task || !key.StartsWith(HintNames.Prefix, StringComparison.Ordinal);
}
