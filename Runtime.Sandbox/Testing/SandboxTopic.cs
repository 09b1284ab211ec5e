using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>A topic of a forum.</summary>
public sealed class SandboxTopic
{
    private readonly Topic topic;

    internal SandboxTopic(SandboxChat chat, Topic topic)
    {
        Chat = chat;
        this.topic = topic;
    }

    /// <summary>message_thread_id.</summary>
    public int Id => topic.Id;

    /// <summary>Its name now.</summary>
    public string Name => topic.Name;

    /// <summary>Whether only administrators can write in it now.</summary>
    public bool IsClosed => topic.IsClosed;

    /// <summary>The forum.</summary>
    public SandboxChat Chat { get; }
}
