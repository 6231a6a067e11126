using AgentBus.Conformance.Reporting;
using AgentBus.Tests.Shared.JsonSchema;

namespace AgentBus.Conformance.Languages;

/// <summary>The required tests of JSON Schema 2020-12.</summary>
internal static class JsonSchemaSuite
{
    public static SuiteResult Run()
    {
        var files = Directory.EnumerateFiles(TestData.Folder(SchemaTestSuite.Required), "*.json").Order(StringComparer.Ordinal);
        var (passed, failed) = SchemaTestSuite.Run(files, assertFormats: false);
        return new SuiteResult(passed, passed + failed.Count, failed);
    }
}
