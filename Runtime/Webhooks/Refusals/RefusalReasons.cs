using Microsoft.AspNetCore.Http;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What each reason is answered with and called.</summary>
internal static class RefusalReasons
{
    /// <summary>The status of the answer; null for a connection that is closed without one.</summary>
    public static int? Status(this RefusalReason reason) => reason switch
    {
        RefusalReason.ForbiddenAddress => StatusCodes.Status403Forbidden,
        RefusalReason.WrongSecretToken => StatusCodes.Status401Unauthorized,
        RefusalReason.NotJson => StatusCodes.Status415UnsupportedMediaType,
        RefusalReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalReason.NotAnUpdate => StatusCodes.Status400BadRequest,
        RefusalReason.HeadersTooLarge => StatusCodes.Status431RequestHeaderFieldsTooLarge,
        RefusalReason.NoMemory => StatusCodes.Status503ServiceUnavailable,
        _ => null,
    };

    /// <summary>The reason as a tag of metrics.</summary>
    public static string Name(this RefusalReason reason) => reason switch
    {
        RefusalReason.ForbiddenAddress => "forbidden_address",
        RefusalReason.WrongSecretToken => "wrong_secret_token",
        RefusalReason.NotJson => "not_json",
        RefusalReason.TooLarge => "too_large",
        RefusalReason.NotAnUpdate => "not_an_update",
        RefusalReason.HeadersTooLarge => "headers_too_large",
        RefusalReason.NoMemory => "no_memory",
        _ => "too_many_connections",
    };

    /// <summary>The reason in words, with the status.</summary>
    public static string Text(this RefusalReason reason)
    {
        var words = reason switch
        {
            RefusalReason.ForbiddenAddress => "address outside AllowedNetworks",
            RefusalReason.WrongSecretToken => "wrong or missing secret token",
            RefusalReason.NotJson => "another content than plain JSON",
            RefusalReason.TooLarge => "body over MaxBodyBytes",
            RefusalReason.NotAnUpdate => "no update",
            RefusalReason.HeadersTooLarge => "headers too large",
            RefusalReason.NoMemory => "bodies over MaxBytesInFlight",
            _ => "connections over MaxConnections",
        };
        return reason.Status() is { } status ? $"{words} ({status})" : words;
    }
}
