using System.Collections.Concurrent;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said;

/// <summary>
/// Random handlers that fail anywhere, any number of times, in processes that crash and claims that are lost: the chat
/// ends with what one undisturbed run says.
/// </summary>
public sealed class SaidPropertyTests
{
    private const long BotId = 1;

    // A handler is a list of blocks, done one after the other.
    private static readonly Gen<Block> Blocks = Gen.Frequency(
        (5, Gen.Int[0, 3].Select(text => new Block("say", [text]))),
        (2, Gen.Int[0, 3].List[2, 4].Select(texts => new Block("at once", texts))),
        (2, Gen.Int[0, 3].List[0, 3].Select(texts => new Block("step", texts))),
        (1, Gen.Int[0, 3].List[0, 2].Select(texts => new Block("step in a step", texts))));

    // What happens to an attempt after so many things were done.
    private static readonly Gen<Mishap> Mishaps = Gen.Select(
        Gen.Int[0, 12], Gen.Enum<How>(), (after, how) => new Mishap(after, how));

    private enum How
    {
        /// <summary>It throws between two calls.</summary>
        HandlerFails,

        /// <summary>A call is refused.</summary>
        CallFails,

        /// <summary>
        /// Its process ends, or another instance has the update now: what is noted later does not count, and nothing is
        /// said later.
        /// </summary>
        IsGone,
    }

    [Test]
    public async Task The_chat_ends_with_exactly_what_one_undisturbed_run_says() =>
        await Gen.Select(Blocks.List[1, 6], Mishaps.List[0, 6]).SampleAsync(
            async (handler, mishaps) =>
            {
                var undisturbed = new Chat();
                await Attempt(handler, undisturbed, new SaidCalls(), null);
                var chat = new Chat();
                var said = new SaidCalls();
                foreach (var mishap in mishaps)
                {
                    // As much as was noted is in the store; what a crash loses in between is another test's subject.
                    if (await Attempt(handler, chat, said, mishap) is not { } kept) break;
                    said = SaidCalls.Load(kept);
                }

                await Attempt(handler, chat, said, null);
                Assert.That(chat.Heard.Order(), Is.EqualTo(undisturbed.Heard.Order()));
                // The result of a call that an attempt gets is what Telegram answered to that text.
                Assert.That(chat.Results, Is.EqualTo(chat.Heard.Count));
                return true;
            },
            iter: 2000, threads: 1);

    // What the next attempt finds in the store; null when the handler came to its end.
    private static async Task<ReadOnlyMemory<byte>?> Attempt(
        List<Block> handler, Chat chat, SaidCalls said, Mishap? mishap)
    {
        var options = new DeliveryOptions();
        using var watch = new HandlerWatch(null, TimeProvider.System, NullLogger.Instance);
        var run = new ReceiverRun(
            new DeliverySettings
            {
                Receiver = (_, _) => default,
                Options = options,
                BotId = BotId,
                Errors = new ErrorReporter(null, NullLogger.Instance),
                Time = TimeProvider.System,
                Loggers = NullLoggerFactory.Instance,
            },
            watch,
            NullLogger.Instance);
        var left = new Countdown(mishap, chat, said);
        try
        {
            await run.Run(
                AttemptsOnOneUpdate.Update, Types.Update.Parse(AttemptsOnOneUpdate.Update.Body.Span), said, 1, false,
                async _ =>
                {
                    await Handle(handler, chat, left);
                    return true;
                },
                CancellationToken.None);
            return null;
        }
        catch (MishapException)
        {
            return left.Kept ?? said.Save();
        }
    }

    private static async Task Handle(List<Block> handler, Chat chat, Countdown left)
    {
        var attempt = UpdateAttempt.Current!;
        for (var index = 0; index < handler.Count; index++)
        {
            var block = handler[index];
            left.Pass();
            if (block.Kind == "at once")
                await Task.WhenAll(block.Texts.Select(text => Task.Run(() => Say(chat, text, left))));
            else if (block.Kind == "step") await attempt.Once($"step-{index}", () => SayAll(block, chat, left));
            else if (block.Kind == "step in a step")
                await attempt.Once($"outer-{index}", () => attempt.Once("inner", () => SayAll(block, chat, left)));
            else await SayAll(block, chat, left);
            left.Pass();
        }
    }

    private static async Task SayAll(Block block, Chat chat, Countdown left)
    {
        foreach (var text in block.Texts) await Say(chat, text, left);
    }

    // A call as the client makes it.
    private static async Task Say(Chat chat, int text, Countdown left)
    {
        var body = new Telegram.Webhooks.Runtime.BotApi.Transport.RequestBody(new Requests.SendMessage(5, $"{text}"));
        var note = await CallNotes.Begin(BotId, "sendMessage", body, CancellationToken.None);
        if (note is null) throw new InvalidOperationException("calls are noted in a handler");
        if (note.Result is { } earlier)
        {
            chat.Check(text, earlier.Span);
            return;
        }

        try
        {
            left.Call();
        }
        catch
        {
            note.Failed(mayHaveBeenExecuted: false);
            throw;
        }

        lock (chat)
        {
            // Said and noted in one: the crash that comes between them is another test's subject.
            left.MustLive();
            note.Succeeded(chat.Hear(text));
        }

        left.Pass();
    }

    private sealed record Block(string Kind, IReadOnlyList<int> Texts);

    private sealed record Mishap(int After, How How);

    private sealed class MishapException : Exception;

    private sealed class Countdown(Mishap? mishap, Chat chat, SaidCalls said)
    {
        private int _left = mishap?.After ?? int.MaxValue;

        /// <summary>What was in the store when the attempt was gone.</summary>
        public ReadOnlyMemory<byte>? Kept { get; private set; }

        /// <summary>Between two things.</summary>
        public void Pass()
        {
            MustLive();
            if (Interlocked.Decrement(ref _left) >= 0 || mishap!.How == How.CallFails) return;
            lock (chat)
                if (mishap.How == How.IsGone) Kept ??= said.Save().ToArray();
            throw new MishapException();
        }

        /// <summary>When a call is made.</summary>
        public void Call()
        {
            MustLive();
            if (Interlocked.Decrement(ref _left) < 0 && mishap!.How == How.CallFails) throw new MishapException();
        }

        public void MustLive()
        {
            lock (chat)
                if (Kept is not null) throw new MishapException();
        }
    }

    private sealed class Chat
    {
        private readonly ConcurrentDictionary<string, int> _answers = new();

        public ConcurrentQueue<int> Heard { get; } = new();

        public int Results => _answers.Count;

        public byte[] Hear(int text)
        {
            Heard.Enqueue(text);
            var answer = $"{{\"message_id\":{_answers.Count + 1},\"guid\":\"{Guid.NewGuid()}\"}}";
            _answers[answer] = text;
            return System.Text.Encoding.UTF8.GetBytes(answer);
        }

        public void Check(int text, ReadOnlySpan<byte> result) =>
            Assert.That(_answers.TryGetValue(System.Text.Encoding.UTF8.GetString(result), out var said) && said == text,
                Is.True, "another call's result");
    }
}
