using System.Globalization;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// A bot that keeps to the limits, against a Telegram that refuses those that do not. Both go by the test's clock.
/// </summary>
internal sealed class PacedBotTests : SandboxTest
{
    private const int Many = 25;

    private SandboxUser _ada = null!;
    private SandboxChat _lab = null!;

    [SetUp]
    public async Task Meet()
    {
        _ada = Telegram.User("Ada");
        await _ada.Starts();
        _lab = Telegram.Supergroup("Lab", _ada);
    }

    [Test]
    public async Task A_burst_to_one_chat_goes_out_one_a_second_and_none_is_refused()
    {
        using var bot = Client(TelegramLimits.Default);

        var calls = Burst(bot, _ada.Id, Many);

        await EachSecond(calls, second: Enumerable.Range(0, Many));
    }

    [Test]
    public async Task A_burst_to_a_group_goes_out_twenty_a_minute_and_none_is_refused()
    {
        using var bot = Client(TelegramLimits.Default);

        var calls = Burst(bot, _lab.Id, Many);

        await EachSecond(calls, second: [.. Enumerable.Range(0, 20), .. Enumerable.Range(60, Many - 20)]);
    }

    [Test]
    public async Task Messages_to_forty_people_at_once_go_out_thirty_a_second_and_none_is_refused()
    {
        using var bot = Client(TelegramLimits.Default);
        var people = Enumerable.Range(0, 40).Select(i => Telegram.User($"P{i}")).ToList();
        foreach (var person in people) await person.Starts();

        var calls = people.Select(person => Send(bot, person.Id, "hi")).ToList();

        await EachSecond(calls, second: Enumerable.Range(0, 40).Select(i => i / 30));
    }

    [Test]
    public async Task Without_limits_the_same_bursts_are_refused()
    {
        using var bot = Client(limits: null);

        Assert.Multiple(async () =>
        {
            Assert.That(await Refused(Burst(bot, _ada.Id, Many)), Is.EqualTo(Many - 5), "five at once are let through");
            Assert.That(await Refused(Burst(bot, _lab.Id, Many)), Is.EqualTo(Many - 20),
                "twenty at once are let through");
        });
    }

    protected override TelegramSandboxOptions Options() =>
        new() { TimeProvider = Time, Random = new Random(7), RealRates = true };

    // A refusal is not waited out, so that each one is seen.
    private TelegramBot Client(TelegramLimits? limits) => new(Telegram.Token, new TelegramBotOptions
    {
        BaseUrl = Telegram.BaseUrl,
        TimeProvider = Time,
        Limits = limits,
        Retry = new TelegramBotRetryOptions { MaxRetryAfter = TimeSpan.Zero },
    });

    private static List<Task<Message>> Burst(TelegramBot bot, long chat, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Send(bot, chat, i.ToString(CultureInfo.InvariantCulture)))];

    private static Task<Message> Send(TelegramBot bot, long chat, string text) => bot.SendMessage(chat, text);

    /// <summary>
    /// Lets time pass second by second; each call must have succeeded in its own and not have been made before.
    /// </summary>
    private async Task EachSecond(IReadOnlyList<Task<Message>> calls, IEnumerable<int> second)
    {
        var start = Time.GetUtcNow();
        var due = second.ToList();
        for (var now = 0; now <= due[^1]; now++)
        {
            var sent = await Task.WhenAll(calls.Where((_, i) => due[i] == now)).WaitAsync(Guard);
            Assert.That(sent.Select(message => message.Date), Has.All.EqualTo(start.AddSeconds(now)));
            Assert.That(calls.Where((_, i) => due[i] > now).Count(call => call.IsCompleted), Is.Zero, $"nothing is early at {now} s");
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That((await Task.WhenAll(calls)).Select(message => message.MessageId), Is.Unique);
    }

    private static async Task<int> Refused(IReadOnlyList<Task<Message>> calls)
    {
        var refused = 0;
        foreach (var call in calls)
        {
            try
            {
                await call.WaitAsync(Guard);
            }
            catch (ApiRequestException error) when (error.ErrorCode == 429)
            {
                refused++;
            }
        }

        return refused;
    }
}
