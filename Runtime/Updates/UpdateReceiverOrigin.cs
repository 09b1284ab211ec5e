namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// Tells where a receiver comes from, for whoever registers a webhook or starts polling with nothing but the receiver
/// in hand.
/// </summary>
internal static class UpdateReceiverOrigin
{
    /// <summary>
    /// The filter whose <see cref="IUpdatesFilter.AsUpdateReceiver"/> this is, or null for any other delegate.
    /// </summary>
    public static IUpdatesFilter? FilterOf(UpdateReceiver receiver) =>
        receiver.HasSingleTarget ? receiver.Target as IUpdatesFilter : null;
}
