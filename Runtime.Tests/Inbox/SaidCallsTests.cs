using System.Text;
using CsCheck;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class SaidCallsTests
{
    private static readonly string[] Names = ["sendMessage", "step:order", "é"];

    private static readonly Gen<SaidCall> Call = Gen.Select(
        Gen.Int[0, 2].Select(i => Names[i]), Gen.Byte.Array[SaidCall.DigestBytes], Gen.Int[1, 300],
        Gen.Byte.Array[0, 300],
        (name, digest, occurrence, result) => new SaidCall(name, digest, occurrence, result));

    [Test]
    public void What_is_saved_is_what_is_loaded() => Call.List[0, 40].Sample(
        calls =>
        {
            var said = new SaidCalls();
            calls.ForEach(call => said.Add(call));
            var loaded = SaidCalls.Load(said.Save());
            return loaded.ToList().Select(Describe).SequenceEqual(said.ToList().Select(Describe))
                && calls.TrueForAll(call => Found(loaded, call));
        },
        iter: 500);

    [Test]
    public void Another_name_digest_or_occurrence_is_another_call()
    {
        var said = new SaidCalls();
        said.Add(Make("sendMessage", 1, 1));
        Assert.That(said.Find("sendMessage", Make("x", 1, 1).Digest.Span, 1), Is.Not.Null);
        Assert.That(said.Find("sendPhoto", Make("x", 1, 1).Digest.Span, 1), Is.Null);
        Assert.That(said.Find("sendMessage", Make("x", 2, 1).Digest.Span, 1), Is.Null);
        Assert.That(said.Find("sendMessage", Make("x", 1, 1).Digest.Span, 2), Is.Null);
    }

    [Test]
    public void A_call_that_is_noted_already_stays_as_it_is_and_changes_nothing()
    {
        var changes = 0;
        var said = new SaidCalls(() => changes++);
        said.Add(new SaidCall("sendMessage", new byte[SaidCall.DigestBytes], 1, "first"u8.ToArray()));
        Assert.That(said.Add(new SaidCall("sendMessage", new byte[SaidCall.DigestBytes], 1, "second"u8.ToArray())),
            Is.True);
        Assert.That((said.Count, changes, Encoding.UTF8.GetString(said.ToList()[0].Result.Span)),
            Is.EqualTo((1, 1, "first")));
    }

    [Test]
    public void No_more_than_256_calls_are_noted()
    {
        var said = new SaidCalls();
        Assert.That(Enumerable.Range(1, 300).Count(i => said.Add(Make("sendMessage", 0, i))), Is.EqualTo(SaidCalls.MaxCalls));
        Assert.That(said.Add(Make("sendMessage", 0, 1)), Is.True, "it is noted already");
    }

    [Test]
    public void No_more_than_256_KiB_are_saved()
    {
        var said = new SaidCalls();
        Assert.That(said.Add(new SaidCall("a", new byte[SaidCall.DigestBytes], 1, new byte[SaidCalls.MaxBytes])),
            Is.False);
        Assert.That(said.Save().IsEmpty, Is.True);
        for (var i = 1; said.Add(new SaidCall("a", new byte[SaidCall.DigestBytes], i, new byte[10_000])); i++)
        {
        }

        Assert.That(said.Save().Length, Is.InRange(SaidCalls.MaxBytes - 11_000, SaidCalls.MaxBytes));
    }

    [Test]
    public void A_call_that_takes_exactly_256_KiB_at_most_is_noted()
    {
        var room = SaidCalls.MaxBytes - SaidCallsFormat.HeaderBytes - SaidCallsFormat.BytesOf("a", resultLength: 0);
        var (fits, tooLong) = (new SaidCalls(), new SaidCalls());
        Assert.That(fits.Add(new SaidCall("a", new byte[SaidCall.DigestBytes], 1, new byte[room])), Is.True);
        Assert.That(fits.Save().Length, Is.GreaterThanOrEqualTo(room).And.LessThanOrEqualTo(SaidCalls.MaxBytes));
        Assert.That(tooLong.Add(new SaidCall("a", new byte[SaidCall.DigestBytes], 1, new byte[room + 1])), Is.False);
    }

    [Test]
    public void A_note_that_nearly_fills_its_buffer_was_written_beyond_it()
    {
        foreach (var name in new[] { "a", "€€€", "step:Überweisung" })
        {
            for (var length = 900; length <= 1024; length++)
            {
                var said = new SaidCalls();
                Assert.That(said.Add(new SaidCall(name, new byte[SaidCall.DigestBytes], 1, new byte[length])), Is.True);
                Assert.That(SaidCalls.Load(said.Save()).ToList()[0].Result.Length, Is.EqualTo(length));
            }
        }
    }

    [Test]
    public void A_note_of_no_name_no_digest_or_no_number_is_refused_where_it_is_made()
    {
        Assert.That(() => new SaidCall("", new byte[SaidCall.DigestBytes], 1, default), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new SaidCall("a", new byte[SaidCall.DigestBytes - 1], 1, default), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new SaidCall("a", new byte[SaidCall.DigestBytes], 0, default), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Any_bytes_are_loaded_or_refused_as_damaged() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            if (bytes.Length > 0) bytes[0] = 1;
            try
            {
                return SaidCalls.Load(bytes).Count >= 0;
            }
            catch (FormatException)
            {
                return true;
            }
        },
        iter: 20_000);

    [Test]
    public void A_blob_of_a_newer_version_is_refused() =>
        Assert.That(() => SaidCalls.Load("\u0002x"u8.ToArray()), Throws.InstanceOf<FormatException>().With.Message.Contains("version 2"));

    [Test]
    public async Task Handlers_that_add_at_once_lose_nothing()
    {
        var said = new SaidCalls();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++) said.Add(Make("sendMessage", (byte)thread, i + 1));
        })));
        Assert.That(SaidCalls.Load(said.Save()).Count, Is.EqualTo(200));
    }

    [Test]
    public void A_digest_was_taken_of_every_call_though_most_updates_need_none()
    {
        var (said, call) = (new SaidCalls(), new NewCall(HeldBytes: 1_000));
        Assert.That(said.Add(call, "{}"u8), Is.True);
        Assert.That((said.Count, call.Digests), Is.EqualTo((1, 0)), "nobody has asked yet");

        var saved = SaidCalls.Load(said.Save());
        Assert.That((Found(saved, call.ToCall()), Found(said, call.ToCall()), call.Digests),
            Is.EqualTo((true, true, 1)));
    }

    [Test]
    public void No_more_than_64_KiB_of_what_calls_sent_is_held()
    {
        var said = new SaidCalls();
        var calls = Enumerable.Range(0, 20).Select(_ => new NewCall(HeldBytes: 4_000)).ToList();
        calls.ForEach(call => said.Add(call, default));
        Assert.That(calls.Count(call => call.Digests == 0), Is.LessThanOrEqualTo(16));
        Assert.That(calls[0].Digests, Is.EqualTo(1));
    }

    [Test]
    public void What_was_released_takes_no_digest_any_more()
    {
        var (said, call) = (new SaidCalls(), new NewCall(HeldBytes: 1_000));
        said.Add(call, default);
        said.Release();
        Assert.That((said.Save().IsEmpty, said.Add(new NewCall(1), default), call.Digests),
            Is.EqualTo((true, false, 0)));
    }

    private static SaidCall Make(string name, byte digest, int occurrence) =>
        new(name, Enumerable.Repeat(digest, SaidCall.DigestBytes).ToArray(), occurrence, default);

    private static bool Found(SaidCalls said, SaidCall call) =>
        said.Find(call.Name, call.Digest.Span, call.Occurrence) is not null;

    private static string Describe(SaidCall call) =>
        $"{call.Name} {Convert.ToHexString(call.Digest.Span)} {call.Occurrence} {Convert.ToHexString(call.Result.Span)}";

    private sealed record NewCall(int HeldBytes) : INewlySaid
    {
        public int Digests { get; private set; }

        public string Name => "sendMessage";

        public int Occurrence => 1;

        public ReadOnlySpan<byte> Digest
        {
            get
            {
                Digests++;
                return ToCall().Digest.Span;
            }
        }

        public SaidCall ToCall() => Make(Name, 9, Occurrence);
    }
}
