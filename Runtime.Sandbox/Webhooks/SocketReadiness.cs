using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>What the system knows of a connection before its reader or writer has noticed.</summary>
internal static class SocketReadiness
{
    public static bool IsReady(this Socket socket, SelectMode mode)
    {
        try
        {
            return socket.Poll(0, mode);
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            // Broken off: the next read or write reports it.
            return true;
        }
    }
}
