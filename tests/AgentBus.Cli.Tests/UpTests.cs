using AgentBus.Cli.Tests.Support;

namespace AgentBus.Cli.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class UpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-up-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_hosts_exit_code_comes_through_and_it_is_told_folder_and_address()
    {
        var shell = Shell("echo \"$@\" > said; exit 7");
        (await shell.RunAsync("up", "--data", "d", "--urls", "http://127.0.0.1:9")).ShouldBe(7);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "said"))).Trim().ShouldBe($"--data={Path.Combine(_folder, "d")} --urls=http://127.0.0.1:9");
    }

    [Fact]
    public async Task A_signal_is_passed_on()
    {
        var shell = Shell("trap 'exit 9' TERM; : > ready; sleep 100 & wait");
        using var watcher = new FileSystemWatcher(_folder, "ready") { EnableRaisingEvents = true };
        var ready = new TaskCompletionSource();
        watcher.Created += (_, _) => ready.TrySetResult();
        using var cancel = new CancellationTokenSource();
        var up = shell.RunAsync(["up"], cancel.Token);
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await cancel.CancelAsync();
        (await up.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(9);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_bad_usage()
    {
        var shell = new Shell(null) { Variables = { ["AGENTBUS_STANDALONE"] = "/no/such/host" } };
        (await shell.RunAsync("up")).ShouldBe(ExitCode.Usage);
        shell.Error.ShouldContain("AGENTBUS_STANDALONE");
    }

    private Shell Shell(string script)
    {
        var file = Path.Combine(_folder, "host.sh");
        File.WriteAllText(file, $"#!/bin/sh\ncd '{_folder}'\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new Shell(null) { Folder = _folder, Variables = { ["AGENTBUS_STANDALONE"] = file } };
    }
}
