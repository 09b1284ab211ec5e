using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A Unix socket that already listens. Its file goes when the socket is closed; a process that was killed leaves it
/// behind.
/// </summary>
internal static class ReservedSocketFile
{
    /// <exception cref="WebhookStartException">The path cannot be used, or another program listens there.</exception>
    public static async Task<Socket> Listen(string path, int backlog, CancellationToken cancellationToken)
    {
        try
        {
            var endPoint = new UnixDomainSocketEndPoint(path);
            await RemoveLeftover(path, endPoint, cancellationToken).ConfigureAwait(false);
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Bind(endPoint);
                // Only who may write to it may connect: a proxy of another user is let in by the group.
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
                socket.Listen(backlog);
                return socket;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            throw new WebhookStartException($"Cannot listen on the Unix socket '{path}': {Explain(e)}. The webhook at Telegram was not touched.", e);
        }
    }

    private static async Task RemoveLeftover(
        string path, UnixDomainSocketEndPoint endPoint, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // A socket that nobody listens on. A file of another kind is refused alike, but has content; then binding
            // says that it is taken.
            if (new FileInfo(path).Length == 0)
                File.Delete(path);
        }
    }

    /// <summary>Why it cannot listen, as part of a sentence.</summary>
    internal static string Explain(Exception e) => e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        ? "another program (perhaps an earlier run of this bot) listens there, or it is a file of another kind"
        : e.Message.TrimEnd('.');
}
