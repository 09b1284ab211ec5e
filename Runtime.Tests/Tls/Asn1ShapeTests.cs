using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>What is looked at before a decoder believes the lengths of a key file.</summary>
public sealed class Asn1ShapeTests
{
    [TestCase("", "nothing", null)]
    [TestCase("0500", "one element", null)]
    [TestCase("0000", "a tag of zero that ends nothing", null)]
    [TestCase("300400000500", "a tag of zero inside what has a length", null)]
    [TestCase("1F0100", "a tag of two bytes", null)]
    [TestCase("1F810100", "a tag of three bytes", null)]
    [TestCase("308005000000", "an element without length that ends", null)]
    [TestCase("3003020105", "an integer in a sequence", null)]
    [TestCase("30800500", "an element without end", "An element has no end.")]
    [TestCase("0580", "an element without length that holds none", "An element without end is not made of others.")]
    [TestCase("3003020205", "an element larger than its sequence", "An element is larger than what holds it.")]
    public void The_shape_is_judged_without_decoding(string hex, string name, string? fault) =>
        Assert.That(Fault(Convert.FromHexString(hex)), Is.EqualTo(fault), name);

    [Test]
    public void Nesting_ends_at_40_levels()
    {
        Assert.That(Fault(Nested(39)), Is.Null);
        Assert.That(Fault(Nested(40)), Does.Contain("nests deeper"));
    }

    [Test]
    public void Elements_end_at_50_000()
    {
        Assert.That(Fault(Elements(50_000)), Is.Null);
        Assert.That(Fault(Elements(50_001)), Does.Contain("more elements"));
    }

    private static byte[] Nested(int levels)
    {
        byte[] content = [];
        for (var i = 0; i < levels; i++)
            content = [0x30, (byte)content.Length, .. content];
        return content;
    }

    /// <summary>As many elements of two bytes each, one after another.</summary>
    private static byte[] Elements(int count) =>
        [.. Enumerable.Repeat<byte[]>([0x05, 0x00], count).SelectMany(element => element)];

    private static string? Fault(byte[] content)
    {
        try
        {
            Asn1Shape.Require(content);
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }
}
