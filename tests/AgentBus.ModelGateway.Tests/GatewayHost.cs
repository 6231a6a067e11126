using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentBus.ModelGateway.Tests;

/// <summary>The model gateway on a free port, as its Program and the standalone host put it together.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Api => new(Http.BaseAddress!, "/v1");

    /// <param name="settings">Configuration.</param>
    /// <param name="caller">Address the calls seem to come from; this machine when left out.</param>
    public static async Task<GatewayHost> StartAsync(Dictionary<string, string?>? settings = null, IPAddress? caller = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddModelGateway();
        var app = builder.Build();
        if (caller is not null)
        {
            app.Use((HttpContext context, RequestDelegate next) =>
            {
                context.Connection.RemoteIpAddress = caller;
                return next(context);
            });
        }

        app.MapModelGateway(isAlone: true);
        await app.StartAsync();
        return new GatewayHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
