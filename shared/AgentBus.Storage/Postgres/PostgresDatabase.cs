using System.Data.Common;
using AgentBus.Storage.Data;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>
/// The pool of connections. Statements used twice are prepared by the driver. A connection lost with a restarted server is
/// replaced by the pool at the next use.
/// </summary>
internal sealed class PostgresDatabase : Database, IAsyncDisposable
{
    private const int KeepAliveSeconds = 10;
    private const int ConnectSeconds = 5;
    private const int PreparedStatements = 100;
    private const int SearchConnections = 8;

    /// <summary>
    /// Every statement is a look-up by key or a walk along an index. Plans made while tables were small would scan them long after
    /// they grew, and hash joins would lock the runs of a batch in any order, so both are off; generic plans save planning.
    /// </summary>
    private const string Planner =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
        + "-c enable_bitmapscan=off -c jit=off";

    private readonly Lazy<NpgsqlDataSource> _source;

    /// <summary>For searches: few connections, so that they cannot crowd out runs, and the planner's own choice by its statistics.</summary>
    private readonly Lazy<NpgsqlDataSource> _searches;

    public PostgresDatabase(IOptions<StoreOptions> options)
    {
        _source = new Lazy<NpgsqlDataSource>(() => Build(options.Value, options.Value.MaxPoolSize, PreparedStatements, Planner));
        _searches = new Lazy<NpgsqlDataSource>(() => Build(options.Value, SearchConnections, prepared: 0, "-c jit=off"));
    }

    public NpgsqlDataSource Source => _source.Value;

    public override string SkipLocked => "for update skip locked";

    public override string ForUpdateOf(string alias) => $"for update of {alias}";

    public override string Elements(string list) => $"(select value from json_array_elements_text({list}::json) l(value))";

    public override string IsOneOf(string key, string select) => $"{key} = any (array({select}))";

    public override string JoinEach(string table, string condition, string order) =>
        $"cross join lateral (select * from {table} where {condition} order by {order}) {table[^1]}";

    public override string Ids(string list) => $"(select unnest({list}) as id)";

    public override string Bytewise => "C";

    public override string Not(string column) => $"not {column}";

    // An escaped U+0000 anywhere in the document would be refused.
    public override string Member(string column, string name) => $@"(replace({column}, '\u0000', '\ufffd')::json ->> '{name}')";

    public override object IdList(IReadOnlyList<Guid> ids) => ids.ToArray();

    public override Task<int> WriteRowsAsync(Statements statements, Func<string, string> sql, RowColumns rows)
    {
        var parameters = new DynamicParameters();
        foreach (var (name, _, values) in rows)
            parameters.Add(name, values);
        var arrays = string.Join(", ", rows.Select(column => $"@{column.Name}::{column.Type}[]"));
        return statements.ExecuteAsync(sql($"unnest({arrays}) s({string.Join(", ", rows.Select(column => column.Name))})"), parameters);
    }

    public override Match InputMatch { get; } = new(
        "select run from run_words where words @@ @words::tsquery",
        "exists (select 1 from run_words w where w.run = runs.id and w.words @@ @words::tsquery)");

    public override bool PlansByStatistics => true;

    public override string Words(IReadOnlyList<(string Word, bool IsPrefix)> words) =>
        string.Join(" & ", words.Select(word => $"'{word.Word}'{(word.IsPrefix ? ":*" : "")}"));

    /// <summary>Npgsql takes times in UTC only.</summary>
    public override object Time(DateTimeOffset time) => time.ToUniversalTime();

    public override async Task<T> WriteAsync<T>(Func<Statements, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(new Statements(connection, transaction, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    public override async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        return await new Statements(connection, null, cancellationToken).ExecuteAsync(sql, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in new[] { _source, _searches }.Where(source => source.IsValueCreated))
            await source.Value.DisposeAsync();
    }

    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await Source.OpenConnectionAsync(cancellationToken);

    protected override async ValueTask<DbConnection> OpenSearchAsync(CancellationToken cancellationToken) =>
        await _searches.Value.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// A command that takes too long is cancelled over a connection of its own, in which a server that froze is waited for again, on a
    /// thread of the pool and, with encryption tried in two ways, twice.
    /// </summary>
    private static void GiveUpSoon(NpgsqlConnectionStringBuilder settings)
    {
        if (!settings.ShouldSerialize("Timeout"))
            settings.Timeout = ConnectSeconds;
        if (!settings.ShouldSerialize("GSS Encryption Mode"))
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
    }

    private static NpgsqlDataSource Build(StoreOptions options, int connections, int prepared, string planner)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.MaxPoolSize = connections;
        settings.CommandTimeout = options.CommandTimeoutSeconds;
        settings.KeepAlive = KeepAliveSeconds;
        GiveUpSoon(settings);
        settings.MaxAutoPrepare = prepared;
        settings.AutoPrepareMinUsages = 2;
        settings.Enlist = false;
        settings.NoResetOnClose = true; // Nothing here outlives its statement, and the reset is six statements before the next one.
        settings.Options = $"{settings.Options} {planner}".TrimStart();
        settings.ApplicationName ??= "agentbus";
        if (options.PasswordFile is { } file)
            builder.UsePasswordProvider(
                _ => File.ReadAllText(file).Trim(),
                async (_, cancellationToken) => (await File.ReadAllTextAsync(file, cancellationToken)).Trim());
        return builder.Build();
    }
}
