namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// A renewed certificate was given to some of those who must trust it and not to others; the inner exception says why.
/// </summary>
internal sealed class PartlyRegisteredException(string message, Exception cause) : Exception(message, cause);
