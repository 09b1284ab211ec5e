namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Tells a server that speaks plain HTTP from one whose TLS fails.</summary>
internal static class PlainHttp
{
    public static async Task<bool> Answers(WebhookConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await connection.Open(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var answer = new byte[5];
                await connection.Limit(
                    async token =>
                    {
                        await stream.WriteAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), token).ConfigureAwait(false);
                        await stream.ReadExactlyAsync(answer, token).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
                return answer.AsSpan().SequenceEqual("HTTP/"u8);
            }
        }
        catch (Exception e) when (e is IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            // It does not answer, so it is not that.
            return false;
        }
    }
}
