using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Cli.Demo;

/// <summary>What the demo found, as written to its file.</summary>
/// <param name="Run">The briefing's run.</param>
/// <param name="State">How it ended.</param>
/// <param name="Seconds">From start to end, as the server counts.</param>
internal sealed record DemoReport(Guid Run, string State, double Seconds, DemoOutput? Output, DemoValidation? Validation);

/// <summary>The briefing.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Sentences">How many sentences it has.</param>
internal sealed record DemoOutput(string? File, int Sentences, IReadOnlyList<DemoCitation> Citations);

/// <summary>A sentence of the briefing and whether its source supports it, found by the demo itself.</summary>
/// <param name="Lines">First and last line, such as <c>12-15</c>.</param>
/// <param name="Supported">Null where the source is not a file of this machine.</param>
internal sealed record DemoCitation(string Sentence, string Source, string Lines, bool? Supported);

/// <summary>How the validation agent did on planted sentences.</summary>
/// <param name="Planted">Sentences in all.</param>
/// <param name="Altered">How many of them were altered.</param>
/// <param name="Caught">Share of the altered with a fault found.</param>
/// <param name="FalseAlarms">Share of the unaltered with a fault found.</param>
/// <param name="ByKind">Share caught of each kind of alteration.</param>
internal sealed record DemoValidation(int Planted, int Altered, double Caught, double FalseAlarms, IReadOnlyDictionary<string, double> ByKind);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class DemoJson : JsonSerializerContext;
