using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Keys;
using AgentBus.Storage.Setup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Tests.Auth;

public sealed class KeyBootstrapTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-keys-").FullName;
    private ServiceProvider? _services;

    private string KeyFile => Path.Combine(_folder, "data", "admin.key");

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Path"] = Path.Combine(_folder, "agentbus.db") }).Build();
        _services = AgentBus.Storage.StoreServices.AddStore(new ServiceCollection().AddLogging(), configuration).BuildServiceProvider();
        await _services.GetRequiredService<IStoreSetup>().SetupAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_first_start_makes_one_admin_key_and_later_ones_none()
    {
        var key = await Bootstrap(new GatewayOptions()).EnsureAsync(CancellationToken.None);
        ApiKeyToken.TryParse(key, out var token).ShouldBeTrue();
        var row = (await Keys().FindAsync(token!.Hash, CancellationToken.None)).ShouldNotBeNull();
        row.Roles.ShouldBe([Roles.Admin]);
        row.Tenant.ShouldBe("default");
        (await Bootstrap(new GatewayOptions()).EnsureAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_key_is_written_to_a_file_that_only_its_owner_reads()
    {
        var key = await Bootstrap(new GatewayOptions { AdminKeyFile = KeyFile }).EnsureAsync(CancellationToken.None);
        (await File.ReadAllTextAsync(KeyFile)).Trim().ShouldBe(key);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_crash_between_file_and_store_leaves_a_key_that_the_next_start_takes()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        var written = ApiKeyToken.New("bootstrap");
        await File.WriteAllTextAsync(KeyFile, written.Text + "\n");
        (await Bootstrap(new GatewayOptions { AdminKeyFile = KeyFile }).EnsureAsync(CancellationToken.None)).ShouldBeNull();
        (await Keys().FindAsync(written.Hash, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_configured_key_is_taken_beside_others()
    {
        await Bootstrap(new GatewayOptions()).EnsureAsync(CancellationToken.None);
        var options = new GatewayOptions { AdminKey = GatewayHost.AdminKey };
        await Bootstrap(options).EnsureAsync(CancellationToken.None);
        await Bootstrap(options).EnsureAsync(CancellationToken.None);
        (await Keys().ListAsync("default", CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_malformed_configured_key_is_one_clear_error()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => Bootstrap(new GatewayOptions { AdminKey = "hunter2" }).EnsureAsync(CancellationToken.None));
        error.Message.ShouldStartWith("Gateway:AdminKey holds no API key.");
        error.Message.ShouldNotContain("hunter2");
    }

    private IKeyStore Keys() => _services!.GetRequiredService<IKeyStore>();

    private KeyBootstrap Bootstrap(GatewayOptions options) =>
        new(Keys(), Options.Create(options), TimeProvider.System, NullLogger<KeyBootstrap>.Instance);
}
