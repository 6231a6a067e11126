namespace AgentBus.Architecture;

public sealed class SizeTests
{
    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Repository.Sources("shared", "services", "tests")
            .Select(file => (file, lines: Repository.Read(file).Count(c => c == '\n')))
            .Where(x => x.lines > 400)
            .Select(x => $"{x.file}: {x.lines}")
            .ShouldBeEmpty("A file this long holds more than one room.");
}
