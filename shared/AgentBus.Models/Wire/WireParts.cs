using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Wire;

/// <summary>Parts of a message's content: text, images by address or as data, audio as data.</summary>
internal static class WireParts
{
    private const string TextType = "text";
    private const string ImageType = "image_url";
    private const string AudioType = "input_audio";

    /// <summary>A part of a request.</summary>
    /// <exception cref="ModelException">It is none of these.</exception>
    public static AIContent Read(JsonElement part, int index) => Member(part, "type") switch
    {
        ImageType when part.TryGetProperty(ImageType, out var image) && Member(image, "url") is { } url => Image(url, index),
        AudioType when part.TryGetProperty(AudioType, out var audio) && Member(audio, "data") is { } data => Audio(data, Member(audio, "format"), index),
        _ when Member(part, TextType) is { } text => new TextContent(text),
        var type => throw Invalid(type, index),
    };

    /// <summary>A part of a message that takes text only.</summary>
    public static string Text(JsonElement part, int index) => Member(part, TextType) ?? throw Invalid(Member(part, "type"), index);

    /// <summary>Contents of a message as parts.</summary>
    public static JsonElement Write(IEnumerable<AIContent> contents)
    {
        var parts = new JsonArray();
        foreach (var content in contents)
        {
            JsonObject? part = content switch
            {
                TextContent text => new JsonObject { ["type"] = TextType, [TextType] = text.Text },
                DataContent data when data.HasTopLevelMediaType("audio") =>
                    new JsonObject { ["type"] = AudioType, [AudioType] = new JsonObject { ["data"] = data.Base64Data.ToString(), ["format"] = data.MediaType == "audio/wav" ? "wav" : "mp3" } },
                DataContent data => new JsonObject { ["type"] = ImageType, [ImageType] = new JsonObject { ["url"] = data.Uri } },
                UriContent uri => new JsonObject { ["type"] = ImageType, [ImageType] = new JsonObject { ["url"] = uri.Uri.ToString() } },
                _ => null,
            };
            if (part is not null)
            {
                parts.Add(part);
            }
        }

        return JsonElement.Parse(parts.ToJsonString());
    }

    private static AIContent Image(string url, int index)
    {
        try
        {
            return url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? new DataContent(url) : new UriContent(url, "image/*");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw WireToChat.Invalid($"'messages[{index}].content' has an image whose address is no URL");
        }
    }

    private static DataContent Audio(string data, string? format, int index)
    {
        try
        {
            return new DataContent(Convert.FromBase64String(data), format == "wav" ? "audio/wav" : "audio/mpeg");
        }
        catch (FormatException)
        {
            throw WireToChat.Invalid($"'messages[{index}].content' has audio that is not base64");
        }
    }

    private static string? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static ModelException Invalid(string? type, int index) =>
        WireToChat.Invalid($"'messages[{index}].content' has a part of type '{type}' that cannot be read here; give text, image_url or input_audio");
}
