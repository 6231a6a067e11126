using AgentBus.Agents.Research.Sources;
using AgentBus.Agents.Research.Web;
using AgentBus.Hosting.Outbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Agents.Research.Tests.Web;

/// <summary>A real server on this machine; its address 127.0.0.1 is allowed, its name localhost is not.</summary>
public sealed class WebReaderTests : IAsyncLifetime
{
    private readonly WebApplication server = Server();
    private string address = string.Empty;

    public async Task InitializeAsync()
    {
        await server.StartAsync();
        address = server.Urls.Single();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_page_is_read_through_redirects()
    {
        var page = (await ReadAsync("/there")).ShouldBeOfType<SourceItem.Document>();
        page.Source.ShouldBe(address + "/page");
        System.Text.Encoding.UTF8.GetString(page.Content.Span).ShouldBe("<p>hello</p>");
    }

    [Theory]
    [InlineData("/escape", "address not allowed: localhost is ")]
    [InlineData("/file", "address not allowed: file is not http or https")]
    [InlineData("/circle", "more than 5 redirects")]
    [InlineData("/large", "too large: over 1,000 bytes (Agents:Research:MaxFileBytes)")]
    [InlineData("/picture", "content of type 'image/png' is not read")]
    [InlineData("/absent", "the server answered 404")]
    public async Task What_may_not_or_cannot_be_read_is_skipped_with_its_reason(string path, string reason) =>
        (await ReadAsync(path)).ShouldBeOfType<SourceItem.Skipped>().Reason.ShouldStartWith(reason);

    [Fact]
    public async Task The_address_that_is_connected_to_is_checked_not_the_name()
    {
        var port = new Uri(address).Port;
        (await ReadAsync($"http://localhost:{port}/page", whole: true))
            .ShouldBeOfType<SourceItem.Skipped>().Reason.ShouldContain("is not public");
        (await ReadAsync($"http://[::ffff:7f00:1]:{port}/page", whole: true))
            .ShouldBeOfType<SourceItem.Skipped>().Reason.ShouldContain("is not public");
        (await ReadAsync("ftp://example.com/x", whole: true)).ShouldBeOfType<SourceItem.Skipped>().Reason.ShouldContain("not http or https");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_skipped()
    {
        var skipped = (await ReadAsync("/slow", timeout: TimeSpan.FromMilliseconds(200))).ShouldBeOfType<SourceItem.Skipped>();
        skipped.Reason.ShouldBe("no answer within 0.2 s (Agents:Research:WebTimeout)");
    }

    [Fact]
    public async Task A_search_gives_the_addresses_of_the_first_results()
    {
        var (addresses, fault) = await Search("/search").FindAsync("message bus & more", CancellationToken.None);
        fault.ShouldBeNull();
        addresses.ShouldBe(["http://one.example/message bus & more/json", "http://two.example/"]);
    }

    [Theory]
    [InlineData("/page", "the search endpoint gave no usable answer")]
    [InlineData("/absent", "the search endpoint gave no usable answer")]
    [InlineData(null, "no search endpoint is configured")]
    public async Task A_search_that_cannot_be_done_says_why(string? path, string reason) =>
        (await Search(path).FindAsync("x", CancellationToken.None)).Fault.ShouldStartWith(reason);

    private static WebApplication Server()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/page", () => Results.Text("<p>hello</p>", "text/html"));
        app.MapGet("/there", () => Results.Redirect("/page"));
        app.MapGet("/circle", () => Results.Redirect("/circle"));
        app.MapGet("/escape", (HttpRequest request) => Results.Redirect($"http://localhost:{request.Host.Port}/page"));
        app.MapGet("/file", () => Results.Redirect("file:///etc/passwd"));
        app.MapGet("/large", () => Results.Text(new string('x', 5_000), "text/plain"));
        app.MapGet("/picture", () => Results.Text("x", "image/png"));
        app.MapGet("/slow", async (HttpContext context) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        app.MapGet("/search", (string q,
            string format) => Results.Json(
                new
                {
                    results = new object[] { new { url = $"http://one.example/{q}/{format}" }, new { title = "no url" },
                    new { url = "http://two.example/" }, new { url = "http://three.example/" } }
                }));
        return app;
    }

    private async Task<SourceItem> ReadAsync(string path, bool whole = false, TimeSpan? timeout = null)
    {
        var options = new ResearchOptions { AllowedHosts = ["127.0.0.1"], MaxFileBytes = 1_000, WebTimeout = timeout ?? TimeSpan.FromSeconds(20) };
        using var http = new HttpClient(GuardedHandler.Create(options.Outbound));
        return await new WebReader(http, Options.Create(options), TimeProvider.System)
            .ReadAsync(whole ? path : address + path, CancellationToken.None);
    }

    private SearchClient Search(string? path) => new(
        SearchClient.Client(new SocketsHttpHandler()),
        Options.Create(new ResearchOptions { SearchEndpoint = path is null ? null : new Uri(address + path), SearchResults = 2 }),
            TimeProvider.System);
}
