using System.Collections.Concurrent;
using AgentBus.Models.Answers;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>Calls for the same answer at the same time are one: the first asks, and the others wait for it.</summary>
internal sealed class AnswerFlights
{
    private readonly ConcurrentDictionary<AnswerKey, AnswerFlight> _flights = new();

    /// <summary>
    /// Asks, or joins who does. Who leaves does not take the answer from the others; the last one does. When the first one's call fails the others get nothing, as its
    /// budget or its luck is not theirs: they ask by themselves.
    /// </summary>
    public async Task<FlightEnd> RunAsync(AnswerKey key, Func<CancellationToken, Task<(ChatAnswer Answer, StoredAnswer? Kept)>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            var flight = _flights.GetOrAdd(key, _ => new AnswerFlight());
            if (flight.Enter(ask) is not (var landing, var isFirst))
            {
                _flights.TryRemove(KeyValuePair.Create(key, flight));
                continue;
            }

            try
            {
                var (answer, kept) = await landing.WaitAsync(cancellationToken);
                return new FlightEnd(answer, kept, !isFirst);
            }
            catch (ModelException) when (!isFirst)
            {
                var (answer, _) = await ask(cancellationToken);
                return new FlightEnd(answer, null, IsJoined: false);
            }
            finally
            {
                if (flight.Leave())
                {
                    _flights.TryRemove(KeyValuePair.Create(key, flight));
                    flight.Dispose();
                }
            }
        }
    }
}
