using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentBus.Models.Answers;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Cache;

/// <summary>Under what an answer of a call is found again: all that could make another answer the right one. Who asked, in which run and attempt, until when and for how much, is not part of it.</summary>
/// <param name="Exact">The request as it is.</param>
/// <param name="Near">The request with the user's words reduced to what counts of them; null where only the same request will do.</param>
/// <param name="Shape">How these words are spelled.</param>
/// <param name="MayJoin">Whether the call may wait for the answer to another one. Not with tools: what one asks to be done, all would do.</param>
internal sealed record CacheKeys(AnswerKey Exact, AnswerKey? Near, string? Shape, bool MayJoin)
{
    private const string ExactSpace = "cache/exact";
    private const string NearSpace = "cache/near";

    /// <summary>Texts of the same words in different spellings that are kept at once.</summary>
    private const int MaxSpellings = 3;

    /// <summary>Places of answers to nearly the same words.</summary>
    public IEnumerable<AnswerKey> Spellings => Near is not { } key ? [] : Enumerable.Range(1, MaxSpellings).Select(n => key with { IdempotencyKey = $"{key.IdempotencyKey}/{n}" });

    /// <summary>Null for a call that no other answer may serve.</summary>
    public static CacheKeys? Of(ChatCall call, CacheOptions options)
    {
        var mode = call.Hints.Cache ?? options.For(call.Hints);
        if (mode == CacheMode.Off)
        {
            return null;
        }

        var hasTools = call.Options.Tools is { Count: > 0 };
        var near = mode == CacheMode.Near && !hasTools ? NearMessages(call.Messages) : null;
        return new CacheKeys(
            Key(ExactSpace, call),
            near is { Messages: var messages } ? Key(NearSpace, call with { Messages = messages }) : null,
            near?.Shape,
            !hasTools);
    }

    private static AnswerKey Key(string space, ChatCall call)
    {
        var hints = call.Hints;
        string?[] parts =
        [
            AnswerKeeper.RequestHash(call), hints.KindOfWork, hints.StepVersion, hints.Objective?.ToString(), hints.MinQuality?.ToString(CultureInfo.InvariantCulture),
            hints.DataPolicy.LocalOnly ? "local" : string.Join(',', hints.DataPolicy.Regions),
        ];
        return new AnswerKey(hints.Tenant, space, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts)))));
    }

    /// <summary>Only what users say is read loosely: the other messages come from programs and models. Null where one of theirs is no plain text.</summary>
    private static (IReadOnlyList<ChatMessage> Messages, string? Shape)? NearMessages(IReadOnlyList<ChatMessage> messages)
    {
        var near = new List<ChatMessage>(messages.Count);
        var shapes = new StringBuilder();
        foreach (var message in messages)
        {
            if (message.Role != ChatRole.User)
            {
                near.Add(message);
                continue;
            }

            if (!message.Contents.All(content => content is TextContent) || NearText.Of(message.Text) is not { } text)
            {
                return null;
            }

            near.Add(new ChatMessage(ChatRole.User, text.Words));
            shapes.Append(text.Shape).Append(text.Shape is null ? "" : "|");
        }

        return (near, shapes.Length == 0 ? null : shapes.ToString());
    }
}
