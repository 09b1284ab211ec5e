namespace Telegram.Webhooks.Runtime.BotApi.Limits;

/// <summary>A call that waits for its turn or has it.</summary>
internal sealed class PacedCall(long ticket, PacedChat? chat)
{
    /// <summary>Its place in the order in which calls were made.</summary>
    public long Ticket => ticket;

    /// <summary>The chat it is for; null for none.</summary>
    public PacedChat? Chat => chat;

    public bool IsWaiting { get; set; } = true;

    /// <summary>Its place in the chat's queue; null once it has had a turn.</summary>
    public LinkedListNode<PacedCall>? Place { get; set; }

    /// <summary>Completes when it is its turn.</summary>
    public TaskCompletionSource Turn { get; set; } = NewTurn();

    public static TaskCompletionSource NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
