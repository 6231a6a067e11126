using AgentBus.Gateway.Auth;

namespace AgentBus.Gateway.Tests.Auth;

public sealed class ApiKeyTokenTests
{
    [Fact]
    public void A_new_token_reads_back_and_no_two_are_alike()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => ApiKeyToken.New()).ToList();
        tokens.Select(t => t.Text).Distinct().Count().ShouldBe(100);
        foreach (var token in tokens)
        {
            ApiKeyToken.TryParse(token.Text, out var read).ShouldBeTrue();
            read.ShouldBe(token);
        }
    }

    [Fact]
    public void A_token_shown_by_accident_hides_its_secret()
    {
        var token = ApiKeyToken.New();
        $"{token}".ShouldBe($"abk_{token.Id}_***");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abk_")]
    [InlineData("abk_id_tooshort")]
    [InlineData("abk__0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")]
    [InlineData("abk_id_0123456789abcdefghijklmnopqrstuvwxyzABC_EFG")]
    [InlineData("key_id_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")]
    public void Anything_else_is_no_token(string? text) => ApiKeyToken.TryParse(text, out _).ShouldBeFalse();
}
