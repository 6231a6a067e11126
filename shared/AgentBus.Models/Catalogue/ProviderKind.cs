namespace AgentBus.Models.Catalogue;

/// <summary>Which API a provider speaks.</summary>
public enum ProviderKind
{
    /// <summary>Not said; refused at start.</summary>
    None,

    /// <summary>The OpenAI chat completions API: OpenAI, Azure OpenAI, vLLM, Ollama, llama.cpp, LM Studio.</summary>
    OpenAI,

    /// <summary>The Anthropic messages API.</summary>
    Anthropic,

    /// <summary>No API: made-up answers with set latency, errors and quality, for tests and for trying out a configuration.</summary>
    Simulated,
}
