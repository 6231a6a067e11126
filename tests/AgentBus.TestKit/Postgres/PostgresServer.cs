using System.Diagnostics;
using System.Globalization;
using AgentBus.TestKit.Processes;
using Npgsql;

namespace AgentBus.TestKit.Postgres;

/// <summary>
/// A private PostgreSQL server of the distribution's binaries on a free port, with fsync on. It is stopped and removed when this
/// process ends in whatever way.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A small disk is a tmpfs, in which the server's log has no part. Backends have sessions of their own, so signals go by parent.
    private const string Script = """
        set -e
        as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
        dir=$(as_user mktemp -d -t agentbus-postgres-XXXXXX)
        trap 'umount "$dir/disk" 2>/dev/null; rm -rf "$dir"' EXIT
        cd "$dir"
        as_user mkdir disk
        initdb=
        if [ -n "$3" ]; then
          mount -t tmpfs -o "size=$3m,mode=0700,uid=$(id -u postgres)" agentbus-test "$dir/disk"
          initdb=--wal-segsize=1
          set -- "$@" -c wal_recycle=off -c max_wal_size=8MB -c min_wal_size=2MB
        fi
        as_user "$1/initdb" -D "$dir/disk/data" -U postgres -A trust --no-sync -E UTF8 --locale=C $initdb >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
        binaries=$1 port=$2
        shift 3
        start() {
          as_user "$binaries/postgres" -D "$dir/disk/data" -p "$port" -k "$dir" -c listen_addresses=127.0.0.1 -c fsync=on -c max_connections=200 "$@" </dev/null >>"$dir/log" 2>&1 &
          server=$!
        }
        start "$@"
        set +e
        postmaster() { head -n 1 "$dir/disk/data/postmaster.pid" 2>/dev/null; }
        while read -r order; do
          pid=$(postmaster)
          case "$order" in
            start) kill -0 "$pid" 2>/dev/null || start "$@" ;;
            KILL)
              children=$(pgrep -P "$pid")
              kill -KILL "$pid"
              wait "$server" 2>/dev/null
              for child in $children; do while kill -0 "$child" 2>/dev/null; do sleep 0.05; done; done ;;
            STOP) kill -STOP "$pid"; pkill -STOP -P "$pid" ;;
            CONT) pkill -CONT -P "$pid"; kill -CONT "$pid" ;;
            fill) as_user dd if=/dev/zero of="$dir/disk/filler" bs=64k >/dev/null 2>&1 ;;
            free) rm -f "$dir/disk/filler" ;;
            wrote*) grep -qF -e "${order#wrote }" "$dir/log" || { echo no; continue; } ;;
          esac
          echo "done"
        done
        pid=$(postmaster)
        pkill -CONT -P "$pid"
        kill -CONT "$pid" 2>/dev/null
        kill -INT "$pid" 2>/dev/null
        wait "$server"
        """;

    private readonly Guardian guardian;

    private PostgresServer(Guardian guardian, int port) => (this.guardian, Port) = (guardian, port);

    /// <summary>On the loopback address.</summary>
    public int Port { get; }

    /// <summary>Of its superuser and the database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionTo(Port, "postgres");

    /// <summary>Why <see cref="StartAsync"/> cannot give a server a small disk here; null where it can.</summary>
    public static string? NoSmallDisk { get; } = TryMount() ? null : "a tmpfs cannot be mounted here; that takes root with CAP_SYS_ADMIN";

    /// <summary>Starts a server and waits until it takes connections.</summary>
    /// <param name="diskMegabytes">The size of the tmpfs that its data and log of changes are on; an empty server takes 60. Null = the usual disk.</param>
    /// <param name="settings">Of the server besides, such as <c>track_commit_timestamp=on</c>.</param>
    public static async Task<PostgresServer> StartAsync(int? diskMegabytes = null, params IReadOnlyList<string> settings)
    {
        if (diskMegabytes is not null && NoSmallDisk is { } reason)
        {
            throw new PlatformNotSupportedException($"No small disk: {reason}.");
        }

        var port = ServiceProcess.FreePort();
        var shell = Guardian.Start(
            "agentbus-test-postgres", Script, new Dictionary<string, string>(),
            [Binaries(), port.ToString(CultureInfo.InvariantCulture), diskMegabytes?.ToString(CultureInfo.InvariantCulture) ?? "", .. settings.SelectMany(setting => new[] { "-c", setting })]);
        var server = new PostgresServer(shell, port);
        await server.AnsweringAsync(Patience);
        return server;
    }

    /// <summary>A connection string of a database of its own, empty.</summary>
    public Task<string> CreateDatabaseAsync() => CreateDatabaseAsync(ConnectionString);

    /// <summary>kill -9 of the postmaster; returns when its backends, which notice, have gone too.</summary>
    public Task KillAsync() => guardian.OrderAsync("KILL");

    /// <summary>Starts it again, on the same port and data, unless it runs; it recovers from its log of changes first.</summary>
    public async Task StartAgainAsync()
    {
        await guardian.OrderAsync("start");
        await AnsweringAsync(Patience);
    }

    /// <summary>SIGSTOP of the postmaster and its backends: connections stay open and nothing answers.</summary>
    public Task SuspendAsync() => guardian.OrderAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync() => guardian.OrderAsync("CONT");

    /// <summary>Takes the rest of the small disk.</summary>
    public Task FillDiskAsync() => guardian.OrderAsync("fill");

    /// <summary>Gives back what <see cref="FillDiskAsync"/> took. A server that died of it has to be started again.</summary>
    public Task FreeDiskAsync() => guardian.OrderAsync("free");

    /// <summary>Whether its log holds this text.</summary>
    public Task<bool> WroteAsync(string text) => guardian.AskAsync($"wrote {text}");

    /// <summary>Ends the backends of every connection but its own; returns how many.</summary>
    public async Task<int> TerminateBackendsAsync()
    {
        await using var source = Unpooled(ConnectionString);
        await using var command = source.CreateCommand(
            "select count(*) filter (where pg_terminate_backend(pid))::int from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Completes when it takes connections.</summary>
    public async Task AnsweringAsync(TimeSpan patience)
    {
        await using var source = Unpooled(new NpgsqlConnectionStringBuilder(ConnectionString) { Timeout = 2 }.ToString());
        for (var started = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (!guardian.HasExited && started.Elapsed < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    /// <summary>Stops it and removes its data.</summary>
    public ValueTask DisposeAsync() => guardian.DisposeAsync();

    /// <summary>Creates an empty database on any server; returns a connection string of it.</summary>
    internal static async Task<string> CreateDatabaseAsync(string server)
    {
        var name = $"agentbus_{Guid.NewGuid():N}";
        await using var source = Unpooled(server);
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
    }

    /// <summary>For a few commands of the tests themselves.</summary>
    internal static NpgsqlDataSource Unpooled(string server) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });

    private static string ConnectionTo(int port, string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database}";

    private static bool TryMount()
    {
        using var trial = Process.Start(
            "/bin/sh", ["-c", """d=$(mktemp -d) && mount -t tmpfs -o size=1m agentbus-test "$d" 2>/dev/null; r=$?; umount "$d" 2>/dev/null; rmdir "$d"; exit $r"""]);
        trial.WaitForExit();
        return trial.ExitCode == 0;
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
}
