using System.Text;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Error texts as an inbox keeps them.</summary>
public sealed class ErrorTextTests
{
    [TestCase(0)]
    [TestCase(682)]
    [TestCase(683)]
    [TestCase(2048)]
    public void A_text_that_fits_is_kept_as_it_is(int length) =>
        Assert.That(DeadLetter.Shorten(new string('x', length)), Is.EqualTo(new string('x', length)));

    [Test]
    public void A_text_that_is_one_byte_too_long_is_cut_to_the_limit_and_says_so() =>
        Assert.That(DeadLetter.Shorten(new string('x', 2049)), Is.EqualTo(new string('x', 2045) + "…"));

    [Test]
    public void Few_characters_of_many_bytes_are_too_long_as_well()
    {
        var shortened = DeadLetter.Shorten(new string('€', 700));

        Assert.That(shortened, Is.EqualTo(new string('€', 681) + "…"));
        Assert.That(Encoding.UTF8.GetByteCount(shortened), Is.LessThanOrEqualTo(DeadLetter.MaxErrorBytes));
    }

    [Test]
    public void No_character_was_cut_in_half([Range(0, 8)] int before)
    {
        var shortened = DeadLetter.Shorten(new string('x', before) + string.Concat(Enumerable.Repeat("🙂", 600)));

        Assert.That(shortened, Does.StartWith(new string('x', before) + "🙂").And.EndsWith("🙂…"));
        Assert.That(Encoding.UTF8.GetByteCount(shortened),
            Is.InRange(DeadLetter.MaxErrorBytes - 4, DeadLetter.MaxErrorBytes));
    }
}
