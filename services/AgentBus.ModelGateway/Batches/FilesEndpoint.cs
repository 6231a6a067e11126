using AgentBus.ModelGateway.Chat;
using AgentBus.ModelGateway.Errors;
using AgentBus.Models.Batches;
using AgentBus.Models.Gateway;
using Microsoft.AspNetCore.Http.Features;

namespace AgentBus.ModelGateway.Batches;

/// <summary><c>/v1/files</c>: calls for batches as they come, and results as they go.</summary>
internal static class FilesEndpoint
{
    private const long MaxBytes = 100L << 20;
    private const string Purpose = "batch";
    private const int ResultsAtOnce = 500;
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public static async Task<IResult> UploadAsync(HttpContext context, IBatchStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return WireErrors.Of(415, ModelErrorCodes.InvalidRequest, "The body must be a form with purpose and file; send 'Content-Type: multipart/form-data'.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes + (1 << 20);
        }

        var form = await FormAsync(context.Request, cancellationToken);
        var file = form.Files["file"] ?? throw Invalid("'file' is missing; send the calls, one JSON object a line");
        if (form["purpose"] != Purpose)
        {
            throw Invalid($"'purpose' is '{form["purpose"]}'; this gateway takes files for batches only: give '{Purpose}'");
        }

        var kept = new BatchFile(BatchFiles.NewFile(), Tenant(context), file.FileName, file.Length, time.GetUtcNow());
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, cancellationToken);
        await store.SaveFileAsync(kept, content.GetBuffer().AsMemory(0, (int)content.Length), cancellationToken);
        return Results.Json(Of(kept), BatchWire.Default.WireFile);
    }

    public static async Task<IResult> FindAsync(string id, HttpContext context, IBatchStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (BatchFiles.ResultsOf(id) is var (batch, isOutput))
        {
            return await store.FindAsync(Tenant(context), batch, time.GetUtcNow(), cancellationToken) is { } progress
                ? Results.Json(new WireFile(id, 0, progress.Batch.CreatedAt.ToUnixTimeSeconds(), $"{batch}_{(isOutput ? "output" : "error")}.jsonl", "batch_output"), BatchWire.Default.WireFile)
                : throw Unknown(id);
        }

        return await store.FindFileAsync(Tenant(context), id, cancellationToken) is { } file ? Results.Json(Of(file), BatchWire.Default.WireFile) : throw Unknown(id);
    }

    public static async Task<IResult> ReadAsync(string id, HttpContext context, IBatchStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (BatchFiles.ResultsOf(id) is var (batch, isOutput))
        {
            return await store.FindAsync(Tenant(context), batch, time.GetUtcNow(), cancellationToken) is { } progress
                ? Results.Stream(body => WriteAsync(body, progress, isOutput, store, time, cancellationToken), "application/jsonl")
                : throw Unknown(id);
        }

        return await store.ReadFileAsync(Tenant(context), id, cancellationToken) is { } content ? Results.Bytes(content, "application/jsonl") : throw Unknown(id);
    }

    public static async Task<IResult> DeleteAsync(string id, HttpContext context, IBatchStore store, CancellationToken cancellationToken) =>
        await store.DeleteFileAsync(Tenant(context), id, cancellationToken) ? Results.Json(new WireDeleted(id, "file", true), BatchWire.Default.WireDeleted) : throw Unknown(id);

    /// <summary>Whose files and batches are meant.</summary>
    public static string Tenant(HttpContext context) =>
        HintHeaders.Read(context.Request.Headers).TryGetValue(HintNames.Tenant, out var tenant) && tenant.Length > 0 ? tenant : CallHints.DefaultTenant;

    public static ModelException Invalid(string what) => new(new ModelError(ModelErrorCodes.InvalidRequest, 400, $"The request is not valid: {what}."));

    private static async Task<IFormCollection> FormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = MaxBytes }, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw Invalid($"the form cannot be read, or is over {MaxBytes >> 20} MB: {e.Message.TrimEnd('.')}");
        }
    }

    private static async Task WriteAsync(Stream body, BatchProgress progress, bool isOutput, IBatchStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var last = 0;
        while (await store.ResultsAsync(progress.Batch.Id, isOutput, last, ResultsAtOnce, cancellationToken) is { Count: > 0 } results)
        {
            foreach (var result in results)
            {
                await body.WriteAsync(BatchView.Line(progress.Batch.Id, result), cancellationToken);
                await body.WriteAsync(LineEnd, cancellationToken);
            }

            last = results[^1].Line;
        }
    }

    private static WireFile Of(BatchFile file) => new(file.Id, file.Bytes, file.CreatedAt.ToUnixTimeSeconds(), file.Name, Purpose);

    private static ModelException Unknown(string id) => new(new ModelError("file_not_found", 404, $"There is no file '{id}'; it may be too old, or of another tenant: then send AgentBus-Tenant."));
}
