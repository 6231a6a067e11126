using AgentBus.Models.Gateway;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing;
using Microsoft.Extensions.AI;
using Polly.Timeout;

namespace AgentBus.Models.Tries;

/// <summary>Tries a call at one model, whole or as a stream up to its first piece.</summary>
internal sealed class Trier(TryStarter starter, TimeProvider time)
{
    /// <summary>Asks for a whole answer; <paramref name="messages"/> are the call's, or those with a correction added.</summary>
    public async Task<Turn> CompleteAsync(CallState state, Candidate candidate, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var (asked, prompt) = Asked(state, candidate, messages);
        var tried = await starter.StartAsync(state, candidate, asked, prompt, isStream: false, cancellationToken);
        try
        {
            var response = await tried.Provider.Limit.ExecuteAsync(
                static async (x, token) => await x.tried.Provider.Provider.CompleteAsync(x.asked, token), (tried, asked), cancellationToken);
            await tried.SucceededAsync(Spent.Of(candidate.Model, prompt, asked.Limit, response), response);
            return new Turn(candidate, response);
        }
        catch (TimeoutRejectedException e)
        {
            var late = ProviderFault.Late(candidate.Model.Provider, e.Timeout, e);
            await tried.FailedAsync(late);
            throw late;
        }
        catch (Exception e)
        {
            await tried.FailedAsync(e);
            throw;
        }
    }

    /// <summary>Opens a stream. <paramref name="cancellationToken"/> ends the opening, <paramref name="caller"/> the stream.</summary>
    public async Task<OpenStream> OpenAsync(CallState state, Candidate candidate, CancellationToken caller, CancellationToken cancellationToken)
    {
        var (asked, prompt) = Asked(state, candidate, state.Call.Messages);
        var tried = await starter.StartAsync(state, candidate, asked, prompt, isStream: true, cancellationToken);
        var stream = new OpenStream(tried, candidate, asked, prompt, time, caller);
        try
        {
            await stream.OpenAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static (ProviderCall Asked, TokenEstimate Prompt) Asked(CallState state, Candidate candidate, IReadOnlyList<ChatMessage> messages)
    {
        var (model, call) = (candidate.Model, state.Call);
        var prompt = ReferenceEquals(messages, call.Messages) ? state.Prompt : TokenEstimate.Of(messages, call.Options);
        var options = call.Options.Clone();
        options.MaxOutputTokens = OutputLimit.Of(model, call.Options, prompt);
        if (options.Instructions is { Length: > 0 } instructions)
        {
            (options.Instructions, messages) = (null, [new ChatMessage(ChatRole.System, instructions), .. messages]);
        }

        return (new ProviderCall(model.Upstream, messages, options) { ServiceTier = model.ServiceTier }, prompt);
    }
}
