namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>By how much a transaction changes what the inbox holds.</summary>
/// <param name="Pending">Updates that are not done.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="DeadBytes">What they take of the file.</param>
internal readonly record struct InboxChange(long Pending, long Dead, long DeadBytes);
