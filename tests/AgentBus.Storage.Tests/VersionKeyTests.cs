using AgentBus.Storage.Definitions;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Storage.Tests;

public sealed class VersionKeyTests
{
    [Fact]
    public void Keys_sort_as_semantic_versions_do()
    {
        // The example of semver.org, section 11, with numbers of several digits and a text that is no version around it.
        string[] ascending =
        [
            "banana", "0.9.99", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.0+build", "1.0.1", "1.2.0", "1.10.0", "2.0.0", "10.0.0", "9999999999.0.0",
        ];

        ascending.Reverse().OrderBy(VersionKey.Of, StringComparer.Ordinal).ShouldBe(ascending);
    }

    [Fact]
    public void Keys_of_releases_compare_as_their_numbers() =>
        Prop.ForAll(
            Triples().ToArbitrary(),
            Triples().ToArbitrary(),
            (one, other) => Math.Sign(string.CompareOrdinal(Key(one), Key(other))) == one.CompareTo(other)).QuickCheckThrowOnFailure();

    private static Gen<(int, int, int)> Triples() =>
        from major in Gen.Choose(0, 120)
        from minor in Gen.Choose(0, 12)
        from patch in Gen.Choose(0, 12)
        select (major, minor, patch);

    private static string Key((int Major, int Minor, int Patch) version) =>
        VersionKey.Of($"{version.Major}.{version.Minor}.{version.Patch}");
}
