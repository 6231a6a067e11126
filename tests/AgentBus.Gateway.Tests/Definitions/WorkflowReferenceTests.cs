using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;

namespace AgentBus.Gateway.Tests.Definitions;

public sealed class WorkflowReferenceTests
{
    [Theory]
    [InlineData("a", null, "a", null)]
    [InlineData("n/a", "n", "a", null)]
    [InlineData("a@1.0.0", null, "a", "1.0.0")]
    [InlineData("n/a@1.0.0-rc.1", "n", "a", "1.0.0-rc.1")]
    public void A_reference_reads_and_writes_back(string text, string? space, string name, string? version)
    {
        var reference = WorkflowReference.Parse(text, "/workflow");
        reference.ShouldBe(new WorkflowReference(space, name, version));
        reference.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a/")]
    [InlineData("a/b/c")]
    [InlineData("a@")]
    [InlineData("a@1@2")]
    public void Anything_else_is_refused(string? text) =>
        Should.Throw<ProblemException>(() => WorkflowReference.Parse(text, "/workflow")).Status.ShouldBe(400);
}
