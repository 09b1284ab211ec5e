using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class StringStructTests
{
    [Test]
    public void Values_are_compared_ordinally_and_the_empty_one_is_the_default()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new ChatType("private"), Is.EqualTo(ChatType.Private));
            Assert.That(new ChatType("PRIVATE"), Is.Not.EqualTo(ChatType.Private));
            Assert.That(new ChatType(""), Is.EqualTo(default(ChatType)));
            Assert.That(default(ChatType).Value, Is.Empty);
            Assert.That(ChatType.Private == "private", Is.True);
            Assert.That(ChatType.Private.GetHashCode(), Is.EqualTo(new ChatType("private").GetHashCode()));
        }
    }

    [Test]
    public void The_text_form_is_the_wire_form()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(UpdateType.CallbackQuery.ToString(), Is.EqualTo("callback_query"));
            Assert.That(ParseMode.Html.Value, Is.EqualTo("HTML"));
            Assert.That(ListNumbering.UpperRoman.Value, Is.EqualTo("I"));
            Assert.That(((ParseMode)"brand_new").Value, Is.EqualTo("brand_new"));
        }
    }

    [Test]
    public void Null_is_refused() => Assert.That(() => new ChatType(null!), Throws.ArgumentNullException);

    [Test]
    public void Update_types_are_the_fields_of_an_update()
    {
        var names = typeof(UpdateType).GetProperties().Where(property => property.PropertyType == typeof(UpdateType))
            .Select(property => ((UpdateType)property.GetValue(null)!).Value);

        Assert.That(names, Is.EquivalentTo(BotApiSchema.KindsOfUpdate));
    }
}
