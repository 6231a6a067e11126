using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AgentBus.TestKit.Postgres;

/// <summary>
/// The PostgreSQL server of this test process: the one of <c>AGENTBUS_TEST_POSTGRES</c> (a connection string of a user that may
/// create databases), else a private one of the distribution's binaries on a free port, with fsync on. It is started once, and
/// stopped and removed when this process ends in whatever way: its guardian shell waits for the end of a pipe.
/// </summary>
public static class PostgresCluster
{
    private const string Guardian = """
        set -e
        as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
        dir=$(as_user mktemp -d -t agentbus-postgres-XXXXXX)
        trap 'rm -rf "$dir"' EXIT
        cd "$dir"
        as_user "$1/initdb" -D "$dir/data" -U postgres -A trust --no-sync -E UTF8 --locale=C >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
        as_user "$1/postgres" -D "$dir/data" -p "$2" -k "$dir" -c listen_addresses=127.0.0.1 -c fsync=on -c max_connections=200 >>"$dir/log" 2>&1 &
        server=$!
        cat >/dev/null || true
        kill -INT "$(head -n 1 "$dir/data/postmaster.pid")" 2>/dev/null || true
        wait "$server" || true
        """;

    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    /// <summary>Held until the process ends: a collected process object would close the pipe.</summary>
    private static Process? _guardian;

    /// <summary>A connection string of a database of its own, empty, on the shared server.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var server = await Server.Value;
        var name = $"agentbus_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
    }

    /// <summary>Drops a database made here, ending what is still connected to it.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await Server.Value) { Pooling = false });
        await using var command = source.CreateCommand($"drop database if exists {name} with (force)");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("AGENTBUS_TEST_POSTGRES") is { Length: > 0 } given)
            return given;
        var port = FreePort();
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in new[] { "-c", Guardian, "agentbus-test-postgres", Binaries(), $"{port}" })
            start.ArgumentList.Add(argument);
        _guardian = Process.Start(start) ?? throw new InvalidOperationException("The shell that starts PostgreSQL did not start.");
        var server = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
        await AnsweringAsync(server, _guardian);
        return server;
    }

    /// <summary>The newest version installed.</summary>
    private static string Binaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .Where(version => File.Exists($"{version}/bin/initdb"))
                .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
                .Select(version => $"{version}/bin")
                .FirstOrDefault() ?? throw Missing()
            : throw Missing();

    private static InvalidOperationException Missing() => new(
        "No PostgreSQL for the tests: install the package 'postgresql' or set AGENTBUS_TEST_POSTGRES to a connection string.");

    private static async Task AnsweringAsync(string server, Process guardian)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false, Timeout = 2 });
        for (var started = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (!guardian.HasExited && started.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
