using CsCheck;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

public sealed class UpdateFlowProperties
{
    private static readonly UpdateType[] Kinds = [UpdateType.Message, UpdateType.ChannelPost, UpdateType.EditedMessage, UpdateType.CallbackQuery, new("from_the_future")];

    // Where marks begin and how long they are, at the ends of 32 bits too.
    private static readonly Gen<int> Places = Gen.OneOf(
        Gen.Int[-3, 15], Gen.Const(int.MinValue), Gen.Const(int.MaxValue - 1), Gen.Const(int.MaxValue));

    private static readonly Gen<Step> Steps = Gen.OneOf(
        Gen.Select(Gen.Int[0, 5], (int flow) => new Step(Subscribe: flow)),
        Gen.Select(Gen.Int[0, 20], (int subscriber) => new Step(Leave: subscriber)),
        Gen.Select(Gen.Int[0, Kinds.Length - 1], (int kind) => new Step(Send: kind)));

    private sealed record Step(int? Subscribe = null, int? Leave = null, int? Send = null);

    private sealed record Subscriber(
        UpdateType[] Kinds, List<long> Seen, List<long> Expected, IDisposable Subscription);

    [Test]
    public async Task Whoever_is_subscribed_sees_its_kinds_in_order_and_what_is_asked_for_is_what_is_subscribed() => await Steps.Array[0, 60].SampleAsync(async steps =>
    {
        var filter = new FlowsUpdatesFilter();
        List<Subscriber> all = [], there = [];
        var id = 0L;
        foreach (var step in steps)
        {
            if (step.Subscribe is { } flow)
            {
                var subscriber = Subscribe(filter, flow);
                all.Add(subscriber);
                there.Add(subscriber);
            }
            else if (step.Leave is { } index && index < there.Count)
            {
                there[index].Subscription.Dispose();
                there.RemoveAt(index);
            }
            else if (step.Send is { } kind)
            {
                id++;
                there.FindAll(subscriber => subscriber.Kinds.Contains(Kinds[kind]))
                    .ForEach(subscriber => subscriber.Expected.Add(id));
                await filter.Receive(Sample.Update(Kinds[kind].Value, "{}", id)).InTime();
            }
            var asked = there.SelectMany(subscriber => subscriber.Kinds).Where(UpdateKinds.IsKnown).Distinct();
            if (!asked.ToHashSet().SetEquals(filter.AllowedUpdates.Where(kind => Kinds.Contains(kind) && UpdateKinds.IsKnown(kind))))
                return false;
        }
        return all.TrueForAll(subscriber => subscriber.Seen.SequenceEqual(subscriber.Expected));
    });

    [Test]
    public void Both_flows_of_a_sum_are_in_it() => Gen.Int[0, 5].Array[1, 5].Select(
        Gen.Int[0, Kinds.Length - 1].Array[0, 10]).Sample((parts, sent) =>
    {
        var filter = new FlowsUpdatesFilter();
        List<long> seen = [];
        UpdateFlow.AggregateFlows(parts.Select(part => Flow(filter, part).Flow))
            .OnEach(update => seen.Add(update.UpdateId));
        var expected = sent.SelectMany((kind, id) => Enumerable.Repeat((long)id, parts.Count(part => Flow(filter, part).Kinds.Contains(Kinds[kind]))));

        var handled = sent.Select(
            (kind, id) => filter.Receive(Sample.Update(Kinds[kind].Value, "{}", id)).IsCompletedSuccessfully).ToList();

        return handled.TrueForAll(done => done) && seen.SequenceEqual(expected);
    });

    [Test]
    public async Task A_sequential_handler_is_never_called_twice_at_once_and_keeps_the_order_of_each_chat() => await Gen.Int[1, 6].Array[1, 6].SampleAsync(async lanes =>
    {
        var filter = new FlowsUpdatesFilter();
        var inside = 0;
        List<Message> seen = [];
        filter.MessagesFlow.OnEach(
            async message =>
            {
                if (Interlocked.Increment(ref inside) != 1) throw new InvalidOperationException("called twice at once");
                await Task.Yield();
                seen.Add(message);
                Interlocked.Decrement(ref inside);
            },
            sequential: true);

        await Task.WhenAll(lanes.Select((count, chat) => Task.Run(async () =>
        {
            for (var id = 1; id <= count; id++) await filter.Receive(Sample.Message(chat: chat, id: id));
        }))).InTime();

        return seen.Count == lanes.Sum()
            && seen.GroupBy(message => message.Chat.Id).All(chat => chat.Select(message => message.MessageId).SequenceEqual(Enumerable.Range(1, lanes[chat.Key]).Select(id => (long)id)));
    }, iter: 50);

    [Test]
    public void Commands_are_read_without_an_error_whatever_the_marks_say() =>
        Gen.Select(Gen.String[0, 12], Places, Places).Sample((text, offset, length) =>
    {
        var message = new Message
        {
            MessageId = 1,
            Text = text,
            Entities = [new MessageEntity { Type = MessageEntityType.BotCommand, Offset = offset, Length = length }],
        };
        var fits = offset >= 0 && length > 1 && (long)offset + length <= text.Length;
        return message.HasCommands() == fits && MessageCommands.Leading(message) is not null == (fits && offset == 0);
    });

    private static Subscriber Subscribe(FlowsUpdatesFilter filter, int number)
    {
        var (flow, kinds) = Flow(filter, number);
        List<long> seen = [];
        return new(kinds, seen, [], flow.OnEach(update => seen.Add(update.UpdateId)));
    }

    private static (UpdateFlow<Update> Flow, UpdateType[] Kinds) Flow(FlowsUpdatesFilter filter, int number) => number switch
    {
        0 => (filter.AllUpdatesFlow, Kinds),
        1 => (filter.UnknownUpdatesFlow, [Kinds[4]]),
        2 => (filter.UpdatesFlow(Kinds[0], Kinds[4]), [Kinds[0], Kinds[4]]),
        3 => (filter.AllUpdatesFlow.OnlySentMessageUpdates(), [Kinds[0], Kinds[1]]),
        4 => (filter.AllUpdatesFlow.OnlyEditMessageUpdates(), [Kinds[2]]),
        _ => (filter.UpdatesFlow(Kinds[3]), [Kinds[3]]),
    };
}
