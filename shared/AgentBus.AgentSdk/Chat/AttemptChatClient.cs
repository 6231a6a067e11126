using System.Globalization;
using System.Runtime.CompilerServices;
using AgentBus.Contracts;
using Microsoft.Extensions.AI;

namespace AgentBus.AgentSdk.Chat;

/// <summary>The model gateway as one attempt sees it: each call says for which step it is, and what it used is added up.</summary>
internal sealed class AttemptChatClient(IChatClient inner, DispatchAttempt dispatch, UsageMeter meter) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, WithCaller(options), cancellationToken);
        meter.Add(response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(messages, WithCaller(options), cancellationToken))
        {
            updates.Add(update);
            yield return update;
        }

        meter.Add(updates.ToChatResponse());
    }

    // The client is the host's, shared by all attempts.
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);

    private ChatOptions WithCaller(ChatOptions? options)
    {
        var asked = options?.Clone() ?? new ChatOptions();
        var properties = asked.AdditionalProperties ??= [];
        properties[CallProperties.Tenant] = dispatch.Tenant;
        properties[CallProperties.Run] = dispatch.Run.ToString();
        properties[CallProperties.Step] = dispatch.Step;
        properties[CallProperties.TaskPath] = dispatch.Task;
        properties[CallProperties.Attempt] = dispatch.Attempt.ToString(CultureInfo.InvariantCulture);
        properties[CallProperties.Agent] = dispatch.Agent;
        properties[CallProperties.Workflow] = $"{dispatch.Workflow.Namespace}/{dispatch.Workflow.Name}";
        properties.TryAdd(CallProperties.StepVersion, dispatch.Workflow.Version);
        properties[CallProperties.IdempotencyKey] = dispatch.IdempotencyKey;
        if (!properties.ContainsKey(CallProperties.StepType))
        {
            properties[CallProperties.StepType] = StepType(properties.TryGetValue(CallProperties.Task, out var task) ? task as string : null);
        }

        if (dispatch.Deadline is { } deadline)
        {
            properties[CallProperties.Deadline] = deadline.ToString("O", CultureInfo.InvariantCulture);
        }

        if (dispatch.Feedback is not null)
        {
            properties[CallProperties.Rejected] = bool.TrueString;
        }

        if (dispatch.Objective is not null)
        {
            properties[CallProperties.Objective] = dispatch.Objective;
        }

        if (dispatch.MaxCostUsd is { } most)
        {
            properties[CallProperties.MaxCostUsd] = most.ToString(CultureInfo.InvariantCulture);
        }

        if (dispatch.Models is { } held)
        {
            Hold(properties, held);
        }

        return asked;
    }

    /// <summary>What the workflow holds the step to goes before what its agent asks; an agent may hold its calls to more where the workflow is silent.</summary>
    private static void Hold(AdditionalPropertiesDictionary properties, AttemptModels held)
    {
        if (held.Explore)
        {
            properties[CallProperties.MayExplore] = bool.TrueString;
        }

        if (held.MinQuality is { } least)
        {
            properties[CallProperties.MinQuality] = least.ToString(CultureInfo.InvariantCulture);
        }

        if (held.DataPolicy is not null)
        {
            properties[CallProperties.DataPolicy] = held.DataPolicy;
        }
    }

    /// <summary>Summarising and judging in one step are different work, in which one model may be good and bad.</summary>
    private string StepType(string? task) => $"{dispatch.Workflow.Namespace}/{dispatch.Workflow.Name}{dispatch.Task}{(task is null ? "" : $"#{task}")}";
}
