namespace AgentBus.Jq.Tests;

/// <summary>Values are changed in place where nobody else sees them, and never where somebody does.</summary>
public sealed class SharingTests
{
    [Theory]
    [InlineData("reduce range(60000) as $i ([]; . + [$i]) | length", "60000")]
    [InlineData("reduce range(60000) as $i ([]; .[$i] = $i) | length", "60000")]
    [InlineData("reduce range(40000) as $i ([range(1000)]; .[$i % 1000] = $i) | add", "39499500")]
    [InlineData("reduce range(40000) as $i ([range(1000)]; .[$i % 1000] += 1) | length", "1000")]
    [InlineData("reduce range(20000) as $i ({}; .[\"k\\($i % 1000)\"] += 1) | length", "1000")]
    [InlineData("reduce range(20000) as $i ({}; .[\"k\\($i)\"] = $i) | length", "20000")]
    [InlineData("reduce range(20000) as $i ({}; . + {\"k\\($i % 500)\": $i}) | length", "500")]
    [InlineData("reduce range(20000) as $i ({}; .a.b[$i % 100] += 1) | .a.b | add", "20000")]
    public void Building_a_container_part_by_part_stays_within_the_limits(string program, string result)
    {
        Jq.Lines(program).ShouldBe(result);
    }

    [Theory]
    [InlineData("[1,2,3] | .[0] = 9 | . as $x | (.[0] = 7), (.[1] = 8), ., $x", "[7,2,3]\n[9,8,3]\n[9,2,3]\n[9,2,3]")]
    [InlineData("{a: 1} | .a = 2 | . as $x | (.a = 3), (.b = 4), ., $x", "{\"a\":3}\n{\"a\":2,\"b\":4}\n{\"a\":2}\n{\"a\":2}")]
    [InlineData("[foreach range(4) as $i ([0,0]; .[$i % 2] += 1)]", "[[1,0],[1,1],[2,1],[2,2]]")]
    [InlineData("[foreach range(4) as $i ([0]; .[0] = $i | .[$i] = $i)] | reverse", "[[3,1,2,3],[2,1,2],[1,1],[0]]")]
    [InlineData("[foreach range(4) as $i ({}; .[\"k\\($i % 3)\"] = $i)]", "[{\"k0\":0},{\"k0\":0,\"k1\":1},{\"k0\":0,\"k1\":1,\"k2\":2},{\"k0\":3,\"k1\":1,\"k2\":2}]")]
    [InlineData("[0,0] | .[0] = 1 | [., (.[1] = 2), (. + [3]), .[1:], length]", "[[1,0],[1,2],[1,0,3],[0],2]")]
    [InlineData("[1,2,3] | .[0] = 5 | [.[] as $x | .[1] = $x]", "[[5,5,3],[5,2,3],[5,3,3]]")]
    [InlineData("{a:1,b:2} | .a = 5 | [.[] as $x | .b = $x]", "[{\"a\":5,\"b\":5},{\"a\":5,\"b\":2}]")]
    [InlineData("[1] | .[0] = 2 | {x: ., y: .} | .x[0] = 3", "{\"x\":[3],\"y\":[2]}")]
    [InlineData("{v:1} | .v = 2 | [., .] | .[0].v = 3", "[{\"v\":3},{\"v\":2}]")]
    [InlineData("[1,2] | .[0] = 0 | (.[] | select(. == 0)) |= 7", "[7,2]")]
    [InlineData("{a:1} | .a = 2 | . as $x | .a = 3 | [$x, ., $x == ., ($x | has(\"a\")), ($x | keys)]", "[{\"a\":2},{\"a\":3},false,true,[\"a\"]]")]
    public void An_older_value_stays_what_it_was(string program, string results)
    {
        Jq.Lines(program).ShouldBe(results);
    }

    [Fact]
    public void Reading_every_older_version_counts()
    {
        Jq.Run("[foreach range(30000) as $i ([range(100)]; .[$i % 100] = $i)] | map(.[0])").Error.ShouldNotBeNull().IsLimit.ShouldBeTrue();
    }

    [Fact]
    public void Offsets_of_matches_count_code_points()
    {
        Jq.Lines("[match(\"(?<l>l)o?\"; \"g\") | .offset, .captures[0].offset]", "\"h\\ud83d\\ude00llo \\ud83d\\ude00l\"").ShouldBe("[2,2,3,3,7,7]");
        Jq.Lines("(\"ab\" * 20000) | [match(\"a\"; \"g\").offset] | last").ShouldBe("39998");
    }
}
