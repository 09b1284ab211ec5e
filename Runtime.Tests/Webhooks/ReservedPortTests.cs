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

        await client.ConnectAsync(At(port)).WaitAsync(RealTime.Patience);

        Assert.That(client.Connected, Is.True);
    }

    [Test]
    public async Task A_taken_port_is_explained()
    {
        using var first = await ReservedPort.Listen("127.0.0.1", 0, CancellationToken.None);

        var error = await Assert.ThrowsAsync<WebhookStartException>(
            () => ReservedPort.Listen("127.0.0.1", At(first).Port, CancellationToken.None));

        Assert.That(error!.Message, Does.Contain($"Port {At(first).Port} on 127.0.0.1 is taken"));
        Assert.That(error!.InnerException, Is.InstanceOf<SocketException>());
    }

    [Test]
    public async Task A_released_port_can_be_taken_again()
    {
        var first = await ReservedPort.Listen("127.0.0.1", 0, CancellationToken.None);
        var number = At(first).Port;
        first.Dispose();

        using var second = await ReservedPort.Listen("127.0.0.1", number, CancellationToken.None);

        Assert.That(At(second).Port, Is.EqualTo(number));
    }

    [Test]
    public async Task An_address_of_another_machine_is_explained()
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(
            () => ReservedPort.Listen("203.0.113.77", 0, CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("not an address of this machine").And.Contain("0.0.0.0"));
    }

    [TestCase("localhost", "127.0.0.1", "localhost")]
    [TestCase("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [TestCase("[::1]", "::1", "[::1]")]
    public async Task Hosts_are_read_as_users_write_them(string host, string address, string urlHost)
    {
        using var port = await ReservedPort.Listen(host, 0, CancellationToken.None);

        Assert.That(At(port).Address, Is.EqualTo(IPAddress.Parse(address)));
        Assert.That(port.Authority, Is.EqualTo($"{urlHost}:{At(port).Port}"));
    }

    [Test]
    public async Task A_port_that_is_taken_for_one_family_only_is_taken()
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Ignore("This system has no IPv6.");
        using var first = await ReservedPort.Listen("[::1]", 0, CancellationToken.None);

        var error = await Assert.ThrowsAsync<WebhookStartException>(
            () => ReservedPort.Listen("localhost", At(first).Port, CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("is taken"));
    }

    [TestCase(0, SocketError.AddressAlreadyInUse, 19, true)]
    [TestCase(0, SocketError.AddressAlreadyInUse, 20, false)]
    [TestCase(0, SocketError.AddressNotAvailable, 1, false)]
    [TestCase(8443, SocketError.AddressAlreadyInUse, 1, false)]
    public async Task Another_free_port_is_looked_for_where_the_first_is_taken_for_the_other_family(
        int port, SocketError error, int failures, bool isFound)
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Ignore("This system has no IPv6.");
        var firsts = new List<int>();
        var asked = new List<int>();
        Socket Bind(IPAddress address, int number)
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                asked.Add(number);
                if (asked.Count <= failures)
                    throw new SocketException((int)error);
            }

            // One that is free for certain, for either family.
            var socket = ReservedPort.Bind(IPAddress.Loopback, 0);
            if (address.AddressFamily == AddressFamily.InterNetwork)
                firsts.Add(((IPEndPoint)socket.LocalEndPoint!).Port);
            return socket;
        }

        var listening = ReservedPort.Listen("localhost", port, Bind, CancellationToken.None);

        if (isFound)
            (await listening).Dispose();
        else
            await Assert.ThrowsAsync<WebhookStartException>(() => listening);
        Assert.That(asked, Is.EqualTo(firsts), "the same port for both");
        Assert.That(asked, Has.Count.EqualTo(isFound ? failures + 1 : failures));
    }

    [TestCase("127.0.0.1", 8443, "8443")]
    [TestCase("unix:/run/bots/first.sock", 0, "first")]
    [TestCase("unix:/run/bots/second.sock", 0, "second")]
    public void Servers_on_Unix_sockets_shared_the_inbox_of_port_0(string host, int port, string name) =>
        Assert.That(ListenAddress.InboxName(host, port, null).Split('-')[0], Is.EqualTo(name));

    private static IPEndPoint At(ReservedPort port) => (IPEndPoint)port.EndPoints[0];
}
