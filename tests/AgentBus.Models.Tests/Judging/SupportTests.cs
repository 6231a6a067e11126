using AgentBus.Models.Extractive.Judging;

namespace AgentBus.Models.Tests.Judging;

/// <summary>Claims in words of their own. These are harder than quotations; both directions are held by examples.</summary>
public sealed class SupportTests
{
    [Theory]
    [InlineData(0, "The Halden Foundation released Northwind Queue 4.2 in March 2021.")]
    [InlineData(0, "Up to 12k messages are stored in memory before the server writes to disk.")]
    [InlineData(0, "A message is deleted only after every replica has confirmed it.")]
    [InlineData(0, "Northwind Queue relies on Linux io_uring and so it cannot run on Windows.")]
    [InlineData(0, "By default there are 3 replicas, and Raft elects the leader.")]
    [InlineData(1, "With eight producers, Northwind Queue reached 210,000 messages per second.")]
    [InlineData(1, "Zstandard compression saved 62 percent of network traffic [p2].")]
    [InlineData(1, "Professor Lehtonen's team repeated each run five times.")]
    [InlineData(1, "The median latency was 0.0014 seconds.")]
    [InlineData(2, "Osman Kaya built the Marmara lighthouse in 1871.")]
    [InlineData(2, "The tower, 34 metres high, has 172 steps.")]
    [InlineData(2, "The ferry from Port Selim takes 25 minutes to reach the rock.")]
    [InlineData(3, "Mehmet Demir served as keeper for 31 years without leave.")]
    [InlineData(3, "Kuzey Light, 19 metres high, was never electrified.")]
    [InlineData(4, "Snapshots are encrypted with AES-256 and kept for two weeks.")]
    [InlineData(4, "Restoring 100 GB takes about 40 minutes on the standard plan.")]
    [InlineData(5, "The Gateway stores only a SHA-256 hash of the key.")]
    [InlineData(5, "Keys unused for 90 days are disabled.")]
    [InlineData(6, "The Vesna flows 310 km from the Korab hills to the Sea of Azov.")]
    [InlineData(6, "Floods destroyed most of the old bridges in 1932 and 1977.")]
    [InlineData(8, "The Calder licence changed to Apache 2.0 in 2023.")]
    [InlineData(9, "Packages over 20 MB are not accepted by the registry.")]
    public void A_faithful_paraphrase_is_supported(int passage, string claim)
    {
        var judgement = Support.Judge(claim, SourceTexts.Passages[passage]);

        judgement.Faults.ShouldBeEmpty();
        judgement.Support.ShouldBeGreaterThanOrEqualTo(0.6);
    }

    [Theory]
    [InlineData(0, "The Halden Foundation released Northwind Queue 4.2 in March 2020.", "number")]
    [InlineData(0, "Up to 15k messages are stored in memory before the server writes to disk.", "number")]
    [InlineData(0, "The Mozilla Foundation released Northwind Queue 4.2 in March 2021.", "name")]
    [InlineData(0, "Northwind Queue does not rely on Linux io_uring.", "negation")]
    [InlineData(0, "By default there are 5 replicas, and Raft elects the leader.", "number")]
    [InlineData(1, "Replication to the site in Oulu lowered the rate.", "negation")]
    [InlineData(1, "Zstandard compression saved 26 percent of network traffic.", "number")]
    [InlineData(1, "The median latency was 1.4 s.", "number")]
    [InlineData(2, "Kemal Aydin built the Marmara lighthouse in 1871.", "name")]
    [InlineData(2, "The ferry from Port Selim takes 45 minutes to reach the rock.", "number")]
    [InlineData(3, "The tower is open to visitors.", "negation")]
    [InlineData(4, "Customers on the Free plan get snapshots.", "negation")]
    [InlineData(5, "Rotation interrupts running requests.", "negation")]
    [InlineData(6, "The dam at Kamen has a fish ladder.", "negation")]
    [InlineData(7, "The railway was opened by King Milan in 1889.", "name")]
    [InlineData(8, "The debugger can attach to a running process on Linux and Windows.", "name")]
    [InlineData(9, "The registry accepts packages over 20 MB.", "negation")]
    [InlineData(2, "The compiler translates programs much faster than before.", "unsupported")]
    public void An_unfaithful_claim_is_caught_and_its_fault_named(int passage, string claim, string fault)
    {
        var judgement = Support.Judge(claim, SourceTexts.Passages[passage]);

        judgement.Faults.Select(f => f.Kind).ShouldContain(fault);
        judgement.Support.ShouldBeLessThan(0.5);
    }

    [Fact]
    public void A_number_of_a_table_row_supports_a_claim() =>
        Support.Judge("Producers 8, rate 210000.", SourceTexts.Passages[1]).Faults.ShouldBeEmpty();

    [Fact]
    public void A_claim_of_two_sentences_is_as_good_as_the_worse_of_them()
    {
        var judgement = Support.Judge("The tower is 34 metres high and has 172 steps. The lamp was electrified in 1838.", SourceTexts.Passages[2]);

        judgement.Faults.ShouldHaveSingleItem().Detail.ShouldBe("The claim says 1838, the passage 1938.");
    }

    [Theory]
    [InlineData("", "The tower is high.")]
    [InlineData("The tower is high.", "")]
    [InlineData("!!!", "???")]
    public void Nothing_is_not_supported_by_anything(string claim, string passage) =>
        Support.Judge(claim, passage).Faults.ShouldHaveSingleItem().Kind.ShouldBe("unsupported");
}
