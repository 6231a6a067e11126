namespace AgentBus.Tests.Shared;

/// <summary>A theory that needs a folder of the test data, and is skipped with that reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TestDataTheoryAttribute : TheoryAttribute
{
    public TestDataTheoryAttribute(string folder)
    {
        Folder = folder;
        Skip = TestData.Missing(folder);
    }

    public string Folder { get; }
}
