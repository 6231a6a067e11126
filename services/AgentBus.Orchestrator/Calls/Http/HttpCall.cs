namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>A request to be sent.</summary>
internal sealed record HttpCall
{
    public required HttpMethod Method { get; init; }

    public required Uri Uri { get; init; }

    /// <summary>Names and values as they are sent; those of content among them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    /// <summary>Whether redirects are followed and other answers of 3xx are no errors.</summary>
    public bool Redirect { get; init; }

    /// <summary>Whether sending it twice does no more than sending it once.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Bytes of the answer.</summary>
    public required int MaxBytes { get; init; }

    /// <summary>The setting that bounds them.</summary>
    public string MaxBytesSetting { get; init; } = "Calls:MaxBodyBytes";

    /// <summary>Path of the task, for errors.</summary>
    public required string Task { get; init; }

    /// <summary>Headers that other hosts must not see.</summary>
    public Func<string, bool> IsSecret { get; init; } = _ => false;

    public override string ToString() => $"{Method} {Uri.GetLeftPart(UriPartial.Path)}";
}
