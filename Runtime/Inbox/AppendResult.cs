namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>What <see cref="IUpdateInbox.Append(IReadOnlyList{UpdateEnvelope}, CancellationToken)"/> did.</summary>
public enum AppendResult
{
    /// <summary>The update is kept.</summary>
    Appended,

    /// <summary>An update of this id is or was kept within the retention; nothing changed.</summary>
    Duplicate,
}
