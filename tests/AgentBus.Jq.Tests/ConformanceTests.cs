using AgentBus.Tests.Shared.Jq;
using Xunit.Abstractions;

namespace AgentBus.Jq.Tests;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    [TestDataTheory("jq")]
    [InlineData("jq.test", 0.97)]
    [InlineData("man.test", 0.97)]
    [InlineData("onig.test", 0.97)]
    [InlineData("optional.test", 1)]
    [InlineData("uri.test", 1)]
    [InlineData("base64.test", 1)]
    public void Programs_of_jqs_own_tests_give_what_jq_gives(string file, double floor)
    {
        var cases = JqTestFile.Read(Path.Combine(TestData.Folder("jq"), file));
        var counted = cases.Where(each => each.Excluded is null).ToList();
        var failures = counted.Select(each => (Case: each, Reason: JqCheck.Run(each))).Where(each => each.Reason is not null).ToList();

        output.WriteLine($"{file}: {counted.Count - failures.Count} of {counted.Count} pass; {cases.Count - counted.Count} of {cases.Count} left out");
        foreach (var (failed, reason) in failures)
        {
            output.WriteLine($"{file}:{failed.Line}: {failed.Program}\n    {reason}");
        }

        counted.Count.ShouldBeGreaterThan(0);
        (1.0 * (counted.Count - failures.Count) / counted.Count).ShouldBeGreaterThanOrEqualTo(floor);
    }
}
