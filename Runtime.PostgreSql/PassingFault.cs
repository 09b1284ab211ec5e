using System.Net.Sockets;
using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Which faults pass by themselves: the server starts, recovers, fails over or has no connection left. A wrong password
/// does not.
/// </summary>
internal static class PassingFault
{
    public static bool Is(Exception error) => error switch
    {
        InboxUnavailableException { InnerException: { } cause } => Is(cause),
        // It shuts down, was ended by a crash of another connection, or has ended this one.
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or "57P05" } => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        NpgsqlException cause => cause.IsTransient || cause.InnerException is OperationCanceledException,
        TimeoutException or IOException or SocketException or OperationCanceledException => true,
        _ => false,
    };
}
