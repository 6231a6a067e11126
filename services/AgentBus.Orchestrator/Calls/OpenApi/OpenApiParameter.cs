using System.Text.Json;

namespace AgentBus.Orchestrator.Calls.OpenApi;

/// <summary>A parameter of an operation.</summary>
/// <param name="In">path, query, header, cookie, or of version 2 also body and formData.</param>
/// <param name="Explode">Whether each item of an array is a pair of its own; else they are joined by the separator.</param>
internal sealed record OpenApiParameter(string Name, string In, bool Required, bool Explode, char Separator)
{
    public static OpenApiParameter Of(JsonElement parameter)
    {
        var place = parameter.Text("in") ?? "query";

        // Version 3 says style and explode (default form, exploded in queries and cookies); version 2 says collectionFormat (default csv).
        var explode = parameter.Member("explode") is { } given
            ? given.ValueKind == JsonValueKind.True
            : parameter.Member("schema") is not null || parameter.Text("style") is not null
                ? place is "query" or "cookie" && parameter.Text("style") is null or "form"
                : parameter.Text("collectionFormat") == "multi";
        var separator = (parameter.Text("style"), parameter.Text("collectionFormat")) switch
        {
            ("spaceDelimited", _) or (_, "ssv") => ' ',
            ("pipeDelimited", _) or (_, "pipes") => '|',
            (_, "tsv") => '\t',
            _ => ',',
        };
        return new(parameter.Text("name") ?? "", place, parameter.Flag("required") || place == "path", explode, separator);
    }

    /// <summary>The value as one text.</summary>
    public string Join(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(Separator, value.EnumerateArray().Select(item => JsonReading.Scalar(item, $"An item of the parameter '{Name}'")))
        : JsonReading.Scalar(value, $"The parameter '{Name}'") ?? "";
}
