using AgentBus.Agents.Research.Index;
using AgentBus.Agents.Research.Sources;
using AgentBus.AgentSdk;

namespace AgentBus.Agents.Research;

/// <summary>
/// Reads sources and returns the passages and tables that speak of a topic. A source that cannot be read is reported, never a failure.
/// </summary>
[Agent("research", Version = "1.0.0", Capabilities = ["file", "folder", "web", "search"], Concurrency = 2)]
internal sealed class ResearchAgent(SourceReader sources, PassageIndex index) : IAgent<ResearchInput, ResearchOutput>
{
    private const int QuickPassages = 24;
    private const int ThoroughPassages = 60;
    private const int MaxSkipped = 50;

    public async Task<AgentResult<ResearchOutput>> RunAsync(ResearchInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (input.MaxPassages is < 1 or > ThoroughPassages)
        {
            return AgentResult.Permanent("bad-input", $"maxPassages is {input.MaxPassages}; give 1 to {ThoroughPassages}.");
        }

        var topic = TopicQuery.Of(input.Topic);
        if (topic.IsEmpty)
        {
            return AgentResult.Permanent("bad-input", "The topic has no words. Say what the briefing is about.");
        }

        var reading = new Reading.Library(index);
        foreach (var source in input.Sources.Distinct(StringComparer.Ordinal))
        {
            context.Progress(null, $"reading {source}");
            await foreach (var item in sources.ReadAsync(source, cancellationToken))
            {
                reading.Add(item);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        reading.Flush();
        var limit = input.MaxPassages ?? (input.Depth == "quick" ? QuickPassages : ThoroughPassages);
        var output = new ResearchOutput(
            Selection.Passages(index.Rank(reading.Keys, topic, limit), reading, limit),
            Selection.Tables(reading, index, topic),
            Selection.Bounded(reading.Skipped, MaxSkipped),
            reading.Totals);
        Log.Researched(context.Logger, output.Read.Files, output.Read.Bytes, reading.Parsed, output.Passages.Count, output.Tables.Count, input.Topic,
            reading.Skipped.Count);
        return output;
    }
}
