using System.Reflection;
using System.Text;
using System.Text.Json;
using CsCheck;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// The envelope, which decides lane and album, and the model, which the receiver gets, are about the same kind of
/// update.
/// </summary>
public sealed class EnvelopeAndModelTests
{
    private static readonly string[] KnownKinds = [.. typeof(UpdateType).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(property => property.PropertyType == typeof(UpdateType))
        .Select(property => ((UpdateType)property.GetValue(null)!).Value)];

    [TestCase("""{"update_id":1,"note":"first","message":{"chat":{"id":5}}}""", "message", 5L)]
    [TestCase("""{"update_id":1,"note":{"chat":{"id":6}},"message":{"chat":{"id":5}}}""", "message", 5L)]
    [TestCase("""{"update_id":1,"message":null,"poll_answer":{"user":{"id":8}}}""", "poll_answer", 8L)]
    [TestCase("""{"update_id":1,"callback_query":{"from":{"id":8}},"message":{"chat":{"id":5}}}""", "message", 5L)]
    [TestCase("""{"update_id":1,"message":{"chat":{"id":5},"media_group_id":"1"},"message":{"chat":{"id":6}}}""", "message", 6L)]
    [TestCase("""{"update_id":1,"new_kind":null,"newer_kind":{"chat":{"id":4}},"third":{"chat":{"id":3}}}""", "newer_kind", 4L)]
    [TestCase("""{"update_id":1,"new_kind":null}""", "", null)]
    public void The_first_property_decided_the_kind_of_the_envelope_and_the_known_one_that_of_the_model(
        string json, string kind, long? lane)
    {
        var envelope = TestUpdates.Read(json);

        Assert.That(envelope.Kind ?? "", Is.EqualTo(kind));
        Assert.That(envelope.ChatId ?? envelope.UserId, Is.EqualTo(lane));
        Assert.That(envelope.MediaGroupId, Is.Null);
        Assert.That(Update.Parse(envelope.Body.Span).Type.Value ?? "", Is.EqualTo(kind));
    }

    [Test]
    public void Any_two_known_kinds_in_one_body_are_judged_alike()
    {
        foreach (var first in KnownKinds)
        {
            foreach (var second in KnownKinds)
                AssertAlike($$$"""{"update_id":1,"{{{first}}}":{},"{{{second}}}":{}}""");
        }
    }

    [Test]
    public void Any_mixture_of_properties_is_judged_alike() =>
        Gen.Select(
            Gen.OneOf(Gen.OneOf(Array.ConvertAll(KnownKinds, Gen.Const)),
                Names("note", "new_kind", "update_id", "MESSAGE", "")),
            Names("{}", "null", "{\"chat\":{\"id\":5}}", "{\"from\":{\"id\":6}}"))
        .Array[0, 5]
        .Sample(
            properties => AssertAlike("{" + string.Concat(properties.Where(p => p.Item1 != "update_id").Select(p => $"\"{p.Item1}\":{p.Item2},")) + "\"update_id\":1}"),
            iter: 2_000);

    private static Gen<string> Names(params string[] names) => Gen.OneOf(Array.ConvertAll(names, Gen.Const));

    private static void AssertAlike(string json)
    {
        var update = Update.Parse(Encoding.UTF8.GetBytes(json));

        Assert.That(TestUpdates.Read(json).Kind ?? "", Is.EqualTo(update.Type.Value ?? ""), json);
    }
}
