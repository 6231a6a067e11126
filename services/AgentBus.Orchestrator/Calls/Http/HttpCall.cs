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

    /// <summary>Whether a text holds what other hosts, and errors, must not see.</summary>
    public Func<string, bool> IsSecret { get; init; } = _ => false;

    // Of an address that holds a secret a part may be left that nobody knows for one: what a '?' or '#' in the secret cut off.
    public override string ToString() => $"{Method} {(IsSecret(Uri.AbsoluteUri) ? $"{Uri.GetLeftPart(UriPartial.Authority)}/***" : Uri.GetLeftPart(UriPartial.Path))}";
}
