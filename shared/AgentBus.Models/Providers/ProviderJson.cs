using System.Text.Json.Serialization;
using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Providers;

/// <summary>Settings as JSON, to compare them. They hold no key, only where it is.</summary>
[JsonSerializable(typeof(ProviderOptions))]
internal sealed partial class ProviderJson : JsonSerializerContext;
