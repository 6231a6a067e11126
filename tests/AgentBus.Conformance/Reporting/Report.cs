using System.Text.Json.Serialization;

namespace AgentBus.Conformance.Reporting;

/// <summary>All that <c>artifacts/conformance.json</c> holds.</summary>
internal sealed record Report(IReadOnlyDictionary<string, JqFileResult> Jq, SuiteResult JsonSchema, SuiteResult Examples, SuiteResult Ctk, SuiteResult Shipped);

/// <summary>A suite: each failure says what and why.</summary>
internal sealed record SuiteResult(int Passed, int Total, IReadOnlyList<string> Failed);

/// <summary>One of jq's own test files; the total does not count what is excluded.</summary>
internal sealed record JqFileResult(int Passed, int Total, IReadOnlyList<string> Failed, IReadOnlyList<ExcludedProgram> Excluded);

/// <summary>A program that is left out, and why.</summary>
internal sealed record ExcludedProgram(string Program, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
