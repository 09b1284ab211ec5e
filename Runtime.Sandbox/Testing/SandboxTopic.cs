using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>A topic of a forum.</summary>
public sealed class SandboxTopic
{
    private readonly Topic _topic;

    internal SandboxTopic(SandboxChat chat, Topic topic)
    {
        Chat = chat;
        _topic = topic;
    }

    /// <summary>message_thread_id.</summary>
    public int Id => _topic.Id;

    /// <summary>Its name now.</summary>
    public string Name => _topic.Name;

    /// <summary>Whether only administrators can write in it now.</summary>
    public bool IsClosed => _topic.IsClosed;

    /// <summary>The forum.</summary>
    public SandboxChat Chat { get; }
}
