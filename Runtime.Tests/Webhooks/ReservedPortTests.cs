using System.Net;
using System.Net.Sockets;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class ReservedPortTests
{
    [Test]
    public async Task A_connection_that_comes_before_the_server_waits_in_the_backlog()
    {
        using var port = await ReservedPort.Listen("127.0.0.1", 0, CancellationToken.None);
        using var client = new TcpClient();

        await client.ConnectAsync(port.EndPoint).WaitAsync(RealTime.Patience);

        Assert.That(client.Connected, Is.True);
    }

    [Test]
    public async Task A_taken_port_is_explained()
    {
        using var first = await ReservedPort.Listen("127.0.0.1", 0, CancellationToken.None);

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => ReservedPort.Listen("127.0.0.1", first.EndPoint.Port, CancellationToken.None));

        Assert.That(error!.Message, Does.Contain($"Port {first.EndPoint.Port} on 127.0.0.1 is taken"));
        Assert.That(error!.InnerException, Is.InstanceOf<SocketException>());
    }

    [Test]
    public async Task A_released_port_can_be_taken_again()
    {
        var first = await ReservedPort.Listen("127.0.0.1", 0, CancellationToken.None);
        var number = first.EndPoint.Port;
        first.Dispose();

        using var second = await ReservedPort.Listen("127.0.0.1", number, CancellationToken.None);

        Assert.That(second.EndPoint.Port, Is.EqualTo(number));
    }

    [Test]
    public async Task An_address_of_another_machine_is_explained()
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(() => ReservedPort.Listen("203.0.113.77", 0, CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("not an address of this machine").And.Contain("0.0.0.0"));
    }

    [TestCase("localhost", "127.0.0.1", "localhost")]
    [TestCase("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [TestCase("[::1]", "::1", "[::1]")]
    public async Task Hosts_are_read_as_users_write_them(string host, string address, string urlHost)
    {
        using var port = await ReservedPort.Listen(host, 0, CancellationToken.None);

        Assert.That(port.EndPoint.Address, Is.EqualTo(IPAddress.Parse(address)));
        Assert.That(port.Host, Is.EqualTo(urlHost));
    }
}
