namespace AgentBus.Models.Providers;

/// <summary>An answer in pieces that may not be longer than a whole one: a provider that never ends would take all memory.</summary>
internal sealed class BoundedStream(Stream inner) : Stream
{
    private long _left = ProviderHttp.MaxAnswerBytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bounds a stream of events; a whole answer is bounded by the client that buffers it.</summary>
    public static async Task<HttpResponseMessage> LimitAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            var whole = response.Content;
            response.Content = new StreamContent(new BoundedStream(await whole.ReadAsStreamAsync(cancellationToken)));
            response.Content.Headers.ContentType = whole.Headers.ContentType;
        }

        return response;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int read) => (_left -= read) >= 0 ? read
        : throw new IOException($"it is over {ProviderHttp.MaxAnswerBytes / 1024 / 1024} MB");
}
