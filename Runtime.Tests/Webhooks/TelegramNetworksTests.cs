using System.Net;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public sealed class TelegramNetworksTests
{
    [TestCase("149.154.160.0", true)]
    [TestCase("149.154.175.255", true)]
    [TestCase("149.154.176.0", false)]
    [TestCase("149.154.159.255", false)]
    [TestCase("91.108.4.0", true)]
    [TestCase("91.108.7.255", true)]
    [TestCase("91.108.8.0", false)]
    [TestCase("::ffff:149.154.167.220", true)]
    [TestCase("::ffff:8.8.8.8", false)]
    [TestCase("2001:67c:4e8::1", false)]
    [TestCase("127.0.0.1", false)]
    public void Telegrams_addresses_are_told_from_others(string address, bool expected) =>
        Assert.That(TelegramNetworks.Contains(IPAddress.Parse(address)), Is.EqualTo(expected));

    [Test]
    public void A_list_of_networks_is_matched_in_both_families_and_no_address_is_in_none()
    {
        IPNetwork[] networks = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/32")];

        Assert.That(TelegramNetworks.IsIn(networks, IPAddress.Parse("::ffff:10.1.2.3")), Is.True);
        Assert.That(TelegramNetworks.IsIn(networks, IPAddress.Parse("2001:db8::5")), Is.True);
        Assert.That(TelegramNetworks.IsIn(networks, IPAddress.Parse("2001:db9::5")), Is.False);
        Assert.That(TelegramNetworks.IsIn(networks, null), Is.False);
        Assert.That(TelegramNetworks.IsIn([], IPAddress.Loopback), Is.False);
    }
}
