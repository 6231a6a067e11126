using System.Data.Common;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Schedules;

namespace AgentBus.Storage.Definitions;

/// <summary>Definitions on either database.</summary>
internal sealed class DefinitionStore(Database database, ISignalSource signals) : IDefinitionStore
{
    private readonly SharedReads<(string Tenant, string EventType), IReadOnlyList<StoredDefinition>> _started = new(
        asked => database.QueryAsync(StartedBy, new { tenant = asked.Tenant, eventType = asked.EventType }, Read, CancellationToken.None));

    private const string Columns = "tenant, namespace, name, version, title, text, event_types, agents, created_at, created_by";

    private const string Insert = """
        insert into definitions (tenant, namespace, name, version, version_key, title, text, event_types, agents, created_at, created_by)
        values (@Tenant, @Namespace, @Name, @Version, @Key, @Title, @Text, @EventTypes, @Agents, @CreatedAt, @CreatedBy)
        on conflict do nothing
        """;

    private const string InsertEvent = """
        insert into definition_events (tenant, event_type, namespace, name, version)
        values (@Tenant, @EventType, @Namespace, @Name, @Version)
        """;

    private const string StartedBy = $"""
        select d.tenant, d.namespace, d.name, d.version, d.title, d.text, d.event_types, d.agents, d.created_at, d.created_by
        from definitions d
        where d.tenant = @tenant and (d.namespace, d.name, d.version) in
          (select e.namespace, e.name, e.version from definition_events e where e.tenant = @tenant and e.event_type in (@eventType, '*'))
          and d.version_key =
          (select max(x.version_key) from definitions x where x.tenant = d.tenant and x.namespace = d.namespace and x.name = d.name)
        order by d.namespace, d.name
        """;

    public async Task<PutDefinition> PutAsync(StoredDefinition definition, CancellationToken cancellationToken)
    {
        var put = await database.WriteAsync(
            async statements =>
            {
                if (await statements.ExecuteAsync(Insert, Row(definition)) == 0)
                    return await SameTextAsync(statements, definition) ? PutDefinition.Unchanged : PutDefinition.Conflict;
                var (tenant, @namespace, name, version) = (definition.Tenant, definition.Namespace, definition.Name, definition.Version);
                foreach (var eventType in definition.EventTypes.Distinct())
                    await statements.ExecuteAsync(
                        InsertEvent, new { Tenant = tenant, EventType = eventType, Namespace = @namespace, Name = name, Version = version });
                await ScheduleAsync(statements, definition);
                return PutDefinition.Created;
            },
            cancellationToken);
        if (definition.FirstDue is not null)
            signals.OutboxChanged();
        return put;
    }

    public Task<StoredDefinition?> GetAsync(
        string tenant, string @namespace, string name, string? version, CancellationToken cancellationToken) =>
        database.FirstAsync(
            $"select {Columns} from definitions where tenant = @tenant and namespace = @namespace and name = @name "
                + (version is null ? "order by version_key desc limit 1" : "and version = @version"),
            new { tenant, @namespace, name, version = version ?? "" },
            Read,
            cancellationToken);

    public Task<IReadOnlyList<StoredDefinition>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"select {Columns.Replace(" text,", " '' as text,", StringComparison.Ordinal)} from definitions where tenant = @tenant "
                + "order by namespace, name, version_key desc",
            new { tenant },
            Read,
            cancellationToken);

    public Task<IReadOnlyList<StoredDefinition>> StartedByAsync(string tenant, string eventType, CancellationToken cancellationToken) =>
        _started.ReadAsync((tenant, eventType), cancellationToken);

    /// <summary>Only the highest version has a schedule. The message of the version before finds another one in its place and is dropped.</summary>
    private async Task ScheduleAsync(Statements statements, StoredDefinition definition)
    {
        var key = new ScheduleKey(definition.Tenant, definition.Namespace, definition.Name, definition.Version);
        var highest = await statements.QueryAsync(
            "select version from definitions where tenant = @Tenant and namespace = @Namespace and name = @Name order by version_key desc limit 1",
            key,
            row => row.GetString(0));
        if (highest[0] != definition.Version)
            return;
        await statements.ExecuteAsync("delete from schedules where tenant = @Tenant and namespace = @Namespace and name = @Name", key);
        if (definition.FirstDue is not { } due)
            return;
        await statements.ExecuteAsync(
            "insert into schedules (tenant, namespace, name, version, next_due) values (@Tenant, @Namespace, @Name, @Version, @Due)",
            new { key.Tenant, key.Namespace, key.Name, key.Version, Due = database.Time(due) });
        await OutboxSql.AddAsync(statements, database, key.Tenant, null, ScheduleMessages.Due(key, due));
    }

    private static async Task<bool> SameTextAsync(Statements statements, StoredDefinition definition)
    {
        var texts = await statements.QueryAsync(
            "select text from definitions where tenant = @Tenant and namespace = @Namespace and name = @Name and version = @Version",
            new { definition.Tenant, definition.Namespace, definition.Name, definition.Version },
            row => row.GetString(0));
        return texts is [var text] && text == definition.Text;
    }

    private object Row(StoredDefinition definition) => new
    {
        definition.Tenant,
        definition.Namespace,
        definition.Name,
        definition.Version,
        Key = VersionKey.Of(definition.Version),
        definition.Title,
        definition.Text,
        EventTypes = Values.List(definition.EventTypes),
        Agents = Values.List(definition.Agents),
        CreatedAt = database.Time(definition.CreatedAt),
        definition.CreatedBy,
    };

    private static StoredDefinition Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Text(4), row.GetString(5), row.List(6), row.List(7),
        row.Time(8), row.GetString(9));
}
