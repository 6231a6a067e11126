using AgentBus.Cli.Runs;

namespace AgentBus.Cli.Tests.Runs;

public sealed class RunInputTests
{
    [Fact]
    public void A_value_that_is_json_is_json_any_other_is_text_and_a_repeated_key_an_array() =>
        RunInput.Of(["n=1", "flag=true", "list=[1,2]", "text=a=b", "word=hello", "many=a", "many=2", "empty="]).ToJsonString()
            .ShouldBe("""{"n":1,"flag":true,"list":[1,2],"text":"a=b","word":"hello","many":["a",2],"empty":""}""");

    [Theory]
    [InlineData("novalue")]
    [InlineData("=value")]
    public void A_pair_that_is_none_is_bad_usage(string pair) =>
        Should.Throw<CliException>(() => RunInput.Of([pair])).ExitCode.ShouldBe(ExitCode.Usage);
}
