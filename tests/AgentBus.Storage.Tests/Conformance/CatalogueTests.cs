using AgentBus.Storage.Definitions;
using AgentBus.Storage.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Definitions and keys.</summary>
public abstract class CatalogueTests : StoreTest
{
    [Fact]
    public async Task A_version_once_stored_never_changes()
    {
        var definition = ADefinition("1.0.0", "order.placed");

        (await Definitions.PutAsync(definition, default)).ShouldBe(PutDefinition.Created);
        (await Definitions.PutAsync(definition with { CreatedBy = "bob" }, default)).ShouldBe(PutDefinition.Unchanged);
        (await Definitions.PutAsync(definition with { Text = "other" }, default)).ShouldBe(PutDefinition.Conflict);
        (await Definitions.PutAsync(definition with { Tenant = "other", Text = "theirs" }, default)).ShouldBe(PutDefinition.Created);

        var stored = await Definitions.GetAsync(Given.Tenant, "demo", "briefing", "1.0.0", default);
        (stored! with { EventTypes = definition.EventTypes, Agents = definition.Agents }).ShouldBe(definition);
        stored.EventTypes.ShouldBe(definition.EventTypes);
        stored.Agents.ShouldBe(definition.Agents);
    }

    [Fact]
    public async Task Of_many_puts_at_once_with_different_texts_one_is_stored()
    {
        var processes = new[] { Process, Bed.NewProcess() };
        var puts = await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            processes[number % 2].GetRequiredService<IDefinitionStore>().PutAsync(ADefinition("1.0.0", "e") with { Text = $"{number}" }, default)));

        puts.Count(put => put == PutDefinition.Created).ShouldBe(1);
        puts.Count(put => put == PutDefinition.Conflict).ShouldBe(9);
        (await Definitions.GetAsync(Given.Tenant, "demo", "briefing", null, default))!.Text.ShouldBe($"{Array.IndexOf(puts, PutDefinition.Created)}");
    }

    [Fact]
    public async Task The_latest_version_is_the_highest_by_semantic_version()
    {
        foreach (var version in new[] { "1.2.0", "1.10.0", "1.10.0-rc.2", "1.10.0-rc.10", "1.9.9" })
            await Definitions.PutAsync(ADefinition(version), default);

        (await Definitions.GetAsync(Given.Tenant, "demo", "briefing", null, default))!.Version.ShouldBe("1.10.0");
        var listed = await Definitions.ListAsync(Given.Tenant, default);
        listed.Select(definition => definition.Version).ShouldBe(["1.10.0", "1.10.0-rc.10", "1.10.0-rc.2", "1.9.9", "1.2.0"]);
        listed.ShouldAllBe(definition => definition.Text == "" && definition.Title == "A title");
        (await Definitions.ListAsync("other", default)).ShouldBeEmpty();
        (await Definitions.GetAsync("other", "demo", "briefing", null, default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_event_type_starts_the_latest_versions_that_name_it()
    {
        await Definitions.PutAsync(ADefinition("1.0.0", "placed", "paid", "paid"), default);
        await Definitions.PutAsync(ADefinition("2.0.0", "paid"), default);
        await Definitions.PutAsync(ADefinition("1.0.0", "paid") with { Name = "other" }, default);
        await Definitions.PutAsync(ADefinition("1.0.0", "paid") with { Tenant = "other" }, default);

        (await Definitions.StartedByAsync(Given.Tenant, "placed", default)).ShouldBeEmpty();
        (await Definitions.StartedByAsync(Given.Tenant, "paid", default)).Select(started => (started.Name, started.Version))
            .ShouldBe([("briefing", "2.0.0"), ("other", "1.0.0")]);
    }

    [Fact]
    public async Task A_key_is_found_by_its_hash_until_it_is_revoked()
    {
        var key = new ApiKeyRow("k1", Given.Tenant, "ci", [1, 2, 3], ["viewer", "publisher"], Given.Now, null, ["editors"]);
        (await Keys.AnyAsync(default)).ShouldBeFalse();

        (await Keys.AddAsync(key, default)).ShouldBeTrue();
        (await Keys.AddAsync(key with { Hash = [9] }, default)).ShouldBeFalse();

        (await Keys.AnyAsync(default)).ShouldBeTrue();
        var found = await Keys.FindAsync([1, 2, 3], default);
        (found!.Id, found.Tenant, found.Name, found.CreatedAt, found.RevokedAt).ShouldBe(("k1", Given.Tenant, "ci", Given.Now, null));
        found.Roles.ShouldBe(key.Roles);
        found.Groups.ShouldBe(key.Groups);
        (await Keys.FindAsync([9], default)).ShouldBeNull();
        (await Keys.RevokeAsync("other", "k1", Given.Now, default)).ShouldBeFalse();
        (await Keys.RevokeAsync(Given.Tenant, "k1", Given.Now, default)).ShouldBeTrue();
        (await Keys.RevokeAsync(Given.Tenant, "k1", Given.Now, default)).ShouldBeFalse();
        (await Keys.ListAsync(Given.Tenant, default)).ShouldHaveSingleItem().RevokedAt.ShouldBe(Given.Now);
        (await Keys.ListAsync("other", default)).ShouldBeEmpty();
    }

    private static StoredDefinition ADefinition(string version, params string[] events) =>
        new(Given.Tenant, "demo", "briefing", version, "A title", "document: {}", events, ["research"], Given.Now, "alice");
}

public sealed class SqliteCatalogueTests : CatalogueTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresCatalogueTests : CatalogueTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
