using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>Opens connections to a webhook: TCP to the known address, TLS above it for https.</summary>
internal static class WebhookTransport
{
    // OpenSSL's words, as Telegram's own sender tells them.
    private const string CertificateRefused = "SSL error {error:0A000086:SSL routines::certificate verify failed}";
    private const string BrokenOff = "SSL error {error:0A000126:SSL routines::unexpected eof while reading}";

    // What came is no record of TLS at all, such as plain HTTP. The framework has no words of OpenSSL for that, as it
    // looks before OpenSSL does.
    private const string NoTls = "SSL error {error:0A00010B:SSL routines::wrong version number}";

    public static async Task<Socket> Connect(
        WebhookSettings settings, IPAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(
                new IPEndPoint(address, settings.Url.Port), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new DeliveryFailure(error.Message);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
        return socket;
    }

    /// <summary>The stream to read and write. Disposes of the socket when it fails.</summary>
    public static async Task<Stream> Secure(
        Socket socket, WebhookSettings settings, CancellationToken cancellationToken)
    {
        var network = new NetworkStream(socket, ownsSocket: true);
        return settings.Url.IsHttps
            ? await Secure(network, settings, cancellationToken).ConfigureAwait(false)
            : network;
    }

    private static async Task<SslStream> Secure(
        NetworkStream network, WebhookSettings settings, CancellationToken cancellationToken)
    {
        var trust = new PeerTrust(settings.Url, settings.TrustedRoots);
        var refused = false;
        var secure = new SslStream(network, leaveInnerStreamOpen: false, (_, certificate, chain, errors) =>
        {
            var accepted = trust.Accepts(certificate, chain, errors);
            refused = !accepted;
            return accepted;
        });
        try
        {
            var options = new SslClientAuthenticationOptions { TargetHost = settings.Url.BareHost, CertificateChainPolicy = trust.ChainPolicy() };
            await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch (AuthenticationException error)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new DeliveryFailure(refused ? CertificateRefused : error.InnerException is { } cause ? $"SSL error {{{cause.Message}}}" : NoTls);
        }
        catch (IOException error)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new DeliveryFailure(error.InnerException is SocketException socket ? socket.Message : BrokenOff);
        }
        catch (OperationCanceledException)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
