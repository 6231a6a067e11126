using System.Text;
using System.Text.Json;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Budgets;

/// <summary>The most a call can cost. No tokenizer makes more tokens than there are bytes, and the answer is held to its limit; a provider adds some for roles and tools.</summary>
internal static class CallBound
{
    /// <summary>Tokens that providers add for each message and each tool: role, separators, the wrapping of a definition.</summary>
    private const int PerPart = 32;

    /// <summary>Tokens of an image or a file, whose bytes tell nothing: more than the vendors' lists have for the largest.</summary>
    private const int PerAttachment = 65_536;

    /// <summary>US dollars, with no prompt token cached and every answer token used.</summary>
    /// <exception cref="InvalidOperationException">The call has no limit of answer tokens.</exception>
    public static decimal MostUsd(CatalogueModel model, ProviderCall call)
    {
        return model.Price.Most(InputTokens(call), call.Limit);
    }

    /// <summary>Never fewer than the provider counts.</summary>
    public static long InputTokens(ProviderCall call) =>
        PerPart + Bytes(call.Options.Instructions)
        + call.Messages.Sum(message => PerPart + Bytes(message.AuthorName) + message.Contents.Sum(Content))
        + (call.Options.Tools ?? []).Sum(Tool)
        + (call.Options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? PerPart + Bytes(schema.GetRawText()) : 0);

    /// <summary>The same of one content.</summary>
    public static long Content(AIContent content) => content switch
    {
        TextContent text => Bytes(text.Text),
        TextReasoningContent thought => Bytes(thought.Text),
        FunctionCallContent asked => PerPart + Bytes(asked.Name) + Bytes(asked.CallId) + Json(asked.Arguments),
        FunctionResultContent result => PerPart + Bytes(result.CallId) + (result.Result is string text ? Bytes(text) : Json(result.Result)),
        _ => PerAttachment,
    };

    /// <summary>The same of one tool.</summary>
    public static long Tool(AITool tool) =>
        PerPart + Bytes(tool.Name) + Bytes(tool.Description) + (tool is AIFunctionDeclaration function ? Bytes(function.JsonSchema.GetRawText()) : 0);

    private static long Json(object? value) => value is null ? 0 : JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions).Length;

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
