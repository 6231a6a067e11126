using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AgentBus.Models.Extractive.Tasks;
using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Extractive;

/// <summary>The built-in provider: classical text methods, offline, free, deterministic. Its README gives the tasks and their JSON.</summary>
internal sealed class ExtractiveProvider : IModelProvider
{
    /// <summary>Name of the provider and of its only model.</summary>
    public const string ProviderName = "extractive";

    private static readonly Dictionary<string, IExtractiveTask> Tasks =
        new IExtractiveTask[] { new SummariseTask(), new ExtractTask(), new ClassifyTask(), new AnswerTask(), new JudgeTask() }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    public string Name => ProviderName;

    public bool IsReady => true;

    public bool CanRevise => false;

    /// <summary>The work is processor time (a large summary takes a second), so it leaves the caller's thread.</summary>
    public Task<ChatResponse> CompleteAsync(ProviderCall call, CancellationToken cancellationToken) => Task.Run(() => Complete(call), cancellationToken);

    /// <summary>The work is done before the first word is known.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ProviderCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var update in (await CompleteAsync(call, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    private static ChatResponse Complete(ProviderCall call)
    {
        var message = call.Messages.LastOrDefault(m => m.Role == ChatRole.User)?.Text
            ?? throw Refused("There is no user message; the extractive provider works on the last one.");
        var answer = CallHints.Of(call.Options).Task is { } task ? RunTask(task, message) : PlainChat.Reply(message);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer))
        {
            ModelId = ProviderName,
            FinishReason = ChatFinishReason.Stop,
            Usage = Usage(call, answer),
        };
    }

    private static string RunTask(string name, string message)
    {
        if (!Tasks.TryGetValue(name, out var task))
        {
            throw Refused($"{HintNames.Task} is '{name}'; the extractive provider knows {string.Join(", ", Tasks.Keys)}.");
        }

        try
        {
            using var input = JsonDocument.Parse(message);
            return task.Run(input.RootElement);
        }
        catch (JsonException e)
        {
            throw Refused($"Task '{name}' takes JSON as the last user message, and it is none: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
        catch (ExtractiveInputException e)
        {
            throw Refused(e.Message, e);
        }
    }

    /// <summary>There is no tokenizer here; four bytes are counted as a token, as is usual for English.</summary>
    private static UsageDetails Usage(ProviderCall call, string answer)
    {
        var (input, output) = (call.Messages.Sum(m => Encoding.UTF8.GetByteCount(m.Text)) / 4, Encoding.UTF8.GetByteCount(answer) / 4);
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }

    private static ModelException Refused(string message, Exception? inner = null) => new(new ModelError(ModelErrorCodes.InvalidRequest, 400, message), inner);
}
