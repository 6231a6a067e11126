using AgentBus.Storage.Tests.Conformance;

namespace AgentBus.Storage.Tests.Rolling;

public sealed class NextSchemaCommitTests : CommitTests
{
    protected override Task<StoreBed> CreateBedAsync() => NextSchemaBed.CreateAsync();
}

public sealed class NextSchemaOutboxTests : OutboxTests
{
    protected override Task<StoreBed> CreateBedAsync() => NextSchemaBed.CreateAsync();
}

public sealed class NextSchemaStartTests : StartTests
{
    protected override Task<StoreBed> CreateBedAsync() => NextSchemaBed.CreateAsync();
}

public sealed class NextSchemaChildRunTests : ChildRunTests
{
    protected override Task<StoreBed> CreateBedAsync() => NextSchemaBed.CreateAsync();
}

public sealed class NextSchemaApprovalTests : ApprovalTests
{
    protected override Task<StoreBed> CreateBedAsync() => NextSchemaBed.CreateAsync();
}

public sealed class NextSchemaInboxTests : InboxTests
{
    protected override Task<StoreBed> CreateBedAsync() => NextSchemaBed.CreateAsync();
}
