using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentBus.Hosting.Tests;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_change_that_is_no_json_is_told_with_its_file_and_line_and_nobody_follows_it()
    {
        var file = Path.Combine(_folder, "appsettings.json");
        File.WriteAllText(file, """{"Models":{"Policy":"best"}}""");
        using var configuration = new ConfigurationManager();
        configuration.AddJsonFile(file, optional: false, reloadOnChange: false);
        var log = new Lines();
        SettingsFiles.TellOfFaults(configuration, log);
        var changes = 0;
        using var subscription = Microsoft.Extensions.Primitives.ChangeToken.OnChange(((IConfiguration)configuration).GetReloadToken, () => changes++);

        File.WriteAllText(file, "{\"Models\":\n{,");
        Should.Throw<InvalidDataException>(((IConfigurationRoot)configuration).Reload);

        changes.ShouldBe(0);
        var line = log.Written.ShouldHaveSingleItem();
        line.ShouldStartWith("The changed settings cannot be read; those before stay in force. ");
        line.ShouldContain(file);
        line.ShouldContain("LineNumber: 1");
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
