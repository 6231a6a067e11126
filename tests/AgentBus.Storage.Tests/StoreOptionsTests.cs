using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentBus.Storage.Tests;

public sealed class StoreOptionsTests
{
    [Fact]
    public void Defaults_need_no_configuration()
    {
        var options = Options();

        (options.Provider, options.Path, options.MaxPoolSize, options.MaxBatch, options.Committers, options.CommandTimeoutSeconds)
            .ShouldBe(("sqlite", "data/agentbus.db", 20, 64, 1, 20));
    }

    [Fact]
    public void Every_fault_is_reported_at_once()
    {
        var error = Should.Throw<OptionsValidationException>(() => Options(
            ("Provider", "postgres"), ("ConnectionString", "Host=db;Colour=red;Password=hunter2"), ("PasswordFile", "/no/such/file"),
            ("MaxPoolSize", "2"), ("Committers", "0")));

        error.Failures.Count().ShouldBe(4);
        error.Message.ShouldContain("Store:ConnectionString cannot be read");
        error.Message.ShouldContain("Store:PasswordFile '/no/such/file' does not exist");
        error.Message.ShouldContain("MaxPoolSize");
        error.Message.ShouldContain("Committers");
        error.Message.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("Provider", "oracle", "Store:Provider is 'oracle': set it to 'sqlite' or 'postgres'.")]
    [InlineData("Path", " ", "Store:Path is empty: name the SQLite file, such as data/agentbus.db.")]
    public void A_fault_says_what_to_do(string key, string value, string message) =>
        Should.Throw<OptionsValidationException>(() => Options((key, value))).Failures.ShouldBe([message]);

    [Fact]
    public void PostgreSQL_needs_a_host() =>
        Should.Throw<OptionsValidationException>(() => Options(("Provider", "postgres"), ("ConnectionString", "Database=x")))
            .Failures.ShouldBe(["Store:ConnectionString cannot be read: Host is missing."]);

    private static StoreOptions Options(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Store:{setting.Key}", setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddLogging().AddStore(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<StoreOptions>>().Value;
    }
}
