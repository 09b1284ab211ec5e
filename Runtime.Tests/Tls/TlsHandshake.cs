using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>A real TLS handshake over loopback.</summary>
internal static class TlsHandshake
{
    private static readonly TimeSpan Guard = RealTime.Patience;

    /// <summary>
    /// Serves the certificate to a client that trusts nothing but the given PEM, and returns the subjects that were
    /// served.
    /// </summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The client does not accept the
    /// certificate.</exception>
    public static async Task<string[]> Connect(ServerCertificate certificate, string trustedPem, string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Serve(listener, certificate);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint).WaitAsync(Guard);
        string[] served = [];
        try
        {
            await using var tls = new SslStream(client.GetStream());
            var options = TrustOnly(trustedPem, host);
            options.RemoteCertificateValidationCallback = (_, leaf, chain, errors) =>
            {
                served = [leaf!.Subject, .. chain!.ChainPolicy.ExtraStore.Select(c => c.Subject).Where(s => s != leaf.Subject)];
                return errors == SslPolicyErrors.None;
            };
            await tls.AuthenticateAsClientAsync(options).WaitAsync(Guard);
            await tls.ShutdownAsync().WaitAsync(Guard);
        }
        finally
        {
            client.Close();
            await serving.WaitAsync(Guard);
        }

        return served;
    }

    public static SslClientAuthenticationOptions TrustOnly(string pem, string host)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.ImportFromPem(pem);
        return new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy };
    }

    private static async Task Serve(TcpListener listener, ServerCertificate certificate)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Context });
            await tls.CopyToAsync(Stream.Null);
        }
        catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, as it does when it refuses the certificate: its own side tells the test.
        }
    }
}
