namespace AgentBus.Tests.Shared;

/// <summary>A fact that needs a folder of the test data, and is skipped with that reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TestDataFactAttribute : FactAttribute
{
    public TestDataFactAttribute(string folder)
    {
        Folder = folder;
        if (!Directory.Exists(TestData.Folder(folder)))
        {
            Skip = $"{TestData.Folder(folder)} is absent. Run 'make data', or set {TestData.Variable}.";
        }
    }

    public string Folder { get; }
}
