using System.Globalization;
using System.Text.Json;
using AgentBus.ModelGateway.Errors;
using AgentBus.Models.Batches;
using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Batches;

/// <summary><c>/v1/batches</c>: many calls that may take their time.</summary>
internal static class BatchesEndpoint
{
    private const int MaxHours = 168;
    private const int UsualPage = 20;
    private const int MaxPage = 100;

    public static async Task<IResult> CreateAsync(HttpContext context, IBatchStore store, BatchWorker worker, TimeProvider time, CancellationToken cancellationToken)
    {
        // A browser page may post other types to this machine without asking; this one it may not.
        if (!context.Request.HasJsonContentType())
        {
            return WireErrors.Of(415, ModelErrorCodes.InvalidRequest, "The body must be JSON; send 'Content-Type: application/json'.");
        }

        var request = await JsonSerializer.DeserializeAsync(context.Request.Body, BatchWire.Default.WireBatchRequest, cancellationToken) ?? throw FilesEndpoint.Invalid("the body is null");
        if (request.Endpoint != BatchReader.Endpoint)
        {
            throw FilesEndpoint.Invalid($"'endpoint' is '{request.Endpoint}'; give {BatchReader.Endpoint}");
        }

        var (tenant, now, id) = (FilesEndpoint.Tenant(context), time.GetUtcNow(), BatchFiles.NewBatch());
        var window = request.CompletionWindow ?? "24h";
        var file = request.InputFileId ?? throw FilesEndpoint.Invalid("'input_file_id' is missing; upload the calls to /v1/files first");
        var content = await store.ReadFileAsync(tenant, file, cancellationToken)
            ?? throw FilesEndpoint.Invalid($"there is no file '{file}'; upload the calls to /v1/files first, for the same tenant");
        var (items, faults) = BatchReader.Read(id, tenant, content);
        var batch = new ModelBatch(id, tenant, file, window, request.Metadata ?? new Dictionary<string, string>(), now, now + Window(window)) { Faults = faults };
        await store.AddAsync(batch, faults.Count > 0 ? [] : items, cancellationToken);
        worker.Wake();
        return await ShowAsync(tenant, id, store, time, cancellationToken);
    }

    public static Task<IResult> FindAsync(string id, HttpContext context, IBatchStore store, TimeProvider time, CancellationToken cancellationToken) =>
        ShowAsync(FilesEndpoint.Tenant(context), id, store, time, cancellationToken);

    public static async Task<IResult> CancelAsync(string id, HttpContext context, IBatchStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        await store.CancelAsync(FilesEndpoint.Tenant(context), id, time.GetUtcNow(), cancellationToken);
        return await ShowAsync(FilesEndpoint.Tenant(context), id, store, time, cancellationToken);
    }

    public static async Task<IResult> ListAsync(string? after, string? limit, HttpContext context, IBatchStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var (now, size) = (time.GetUtcNow(), limit is null ? UsualPage : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is >= 1 and <= MaxPage ? asked
            : throw FilesEndpoint.Invalid($"limit is '{limit}'; give a whole number from 1 to {MaxPage}"));
        var found = await store.ListAsync(FilesEndpoint.Tenant(context), after, size + 1, now, cancellationToken);
        WireBatch[] page = [.. found.Take(size).Select(progress => BatchView.Of(progress, now))];
        return Results.Json(new WirePage<WireBatch>(page, page.FirstOrDefault()?.Id, page.LastOrDefault()?.Id, found.Count > size), BatchWire.Default.WirePageWireBatch);
    }

    private static async Task<IResult> ShowAsync(string tenant, string id, IBatchStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await store.FindAsync(tenant, id, now, cancellationToken) is { } progress
            ? Results.Json(BatchView.Of(progress, now), BatchWire.Default.WireBatch)
            : throw new ModelException(new ModelError("batch_not_found", 404, $"There is no batch '{id}'; it may be too old, or of another tenant: then send AgentBus-Tenant."));
    }

    private static TimeSpan Window(string window) =>
        window.EndsWith('h') && int.TryParse(window[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is >= 1 and <= MaxHours
            ? TimeSpan.FromHours(hours)
            : throw FilesEndpoint.Invalid($"'completion_window' is '{window}'; give hours such as 24h, at most {MaxHours}h");
}
