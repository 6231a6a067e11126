using System.Text;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Benchmarks;

/// <summary>
/// The pure engine on one core. A decision is one call of Advance for one event, the state carried along: five agent steps one after the other, each given a
/// part of the output of the one before. Documents are kept in memory. Processor time of the whole process, collecting
/// garbage included, so that other work on the machine does not count.
/// </summary>
internal static class EngineBenchmark
{
    private const int Runs = 10_000;
    private const int Rounds = 7;

    public static EngineFigures Run()
    {
        var five = Read(
        [
            "document: { dsl: '1.0.3', namespace: bench, name: five, version: '1.0.0' }", "do:",
            .. Enumerable.Range(1, 5).Select(i => $"- s{i}: {{ call: agent, with: {{ agent: echo, input: {{ text: '${{ .text }}', step: {i} }} }} }}"),
        ]);
        var input = """{"text":"the quick brown fox jumps over the lazy dog","n":1}"""u8.ToArray();
        Rate(five, input, stored: false);
        Rate(five, input, stored: true);
        var plain = Measured.Median(Enumerable.Range(0, Rounds).Select(_ => Rate(five, input, stored: false)));
        var stored = Measured.Median(Enumerable.Range(0, Rounds).Select(_ => Rate(five, input, stored: true)));
        var bytes = BytesPerDecision(five, input);
        return new EngineFigures(plain, stored, bytes, Items(parallel: false), Items(parallel: true));
    }

    private static double Rate(WorkflowDefinition definition, byte[] input, bool stored)
    {
        var decisions = 0;
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Runs; i++)
        {
            decisions += EngineRun.ToEnd(definition, input, stored);
        }

        return decisions / (Environment.CpuUsage.TotalTime - began).TotalSeconds;
    }

    private static long BytesPerDecision(WorkflowDefinition definition, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var decisions = 0;
        for (var i = 0; i < Runs; i++)
        {
            decisions += EngineRun.ToEnd(definition, input, stored: false);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / decisions;
    }

    /// <summary>Microseconds for each item, the state stored and read again between decisions.</summary>
    private static ItemFigures Items(bool parallel)
    {
        var definition = Read(
        [
            "document: { dsl: '1.0.3', namespace: bench, name: items, version: '1.0.0' }", "do:",
            "- each:", "    for: { each: item, in: .items }", .. parallel ? ["    metadata: { agentbus: { maxConcurrency: 3 } }"] : Array.Empty<string>(),
            "    do:", "    - work: { call: agent, with: { agent: echo, input: { text: '${ $item.text }', at: '${ $index }' } } }",
        ]);
        PerItem(definition, 10, 1_000);
        return new ItemFigures(
            Measured.Median(Enumerable.Range(0, 3).Select(_ => PerItem(definition, 10, 4_000))),
            Measured.Median(Enumerable.Range(0, 3).Select(_ => PerItem(definition, 1_000, 40))),
            Measured.Median(Enumerable.Range(0, 3).Select(_ => PerItem(definition, 100_000, 1))));
    }

    private static double PerItem(WorkflowDefinition definition, int count, int runs)
    {
        var input = Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"text":"item {{i}} of many","n":{{i}}}"""))}}]}""");
        GC.Collect();
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < runs; i++)
        {
            EngineRun.ToEnd(definition, input, stored: true);
        }

        return (Environment.CpuUsage.TotalTime - began).TotalMicroseconds / runs / count;
    }

    private static WorkflowDefinition Read(IEnumerable<string> lines)
    {
        var result = DefinitionReader.Read(string.Join('\n', lines));
        return result.Definition ?? throw new InvalidOperationException(string.Join('\n', result.Problems));
    }
}
