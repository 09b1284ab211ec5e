namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Why a request or a connection is refused.</summary>
internal enum RefusalReason
{
    ForbiddenAddress,
    WrongSecretToken,
    NotJson,
    TooLarge,
    NotAnUpdate,
    HeadersTooLarge,
    NoMemory,
    TooManyConnections,
}
