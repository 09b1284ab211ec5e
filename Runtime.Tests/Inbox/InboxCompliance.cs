using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// What every inbox must do. An engine plugs in by deriving and saying how it is opened; the parts of this class each
/// hold one subject. Nothing here assumes that who claims is who appended.
/// </summary>
public abstract partial class InboxCompliance
{
    private static readonly TimeSpan Patience = RealTime.Patience;
    private readonly List<IUpdateInbox> _opened = [];

    private protected TestClock Time { get; private set; } = null!;

    protected IUpdateInbox Inbox { get; private set; } = null!;

    /// <summary>Whether what was appended is still there when the inbox is opened again.</summary>
    protected abstract bool IsDurable { get; }

    protected virtual TimeSpan? Debounce => TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of the inbox, as <see cref="Open"/> opens it.</summary>
    protected virtual TimeSpan LongestWait => TimeSpan.FromHours(1);

    /// <summary>
    /// How long the inbox, as <see cref="Open"/> opens it, keeps dead letters; null when it keeps them for ever.
    /// </summary>
    protected virtual TimeSpan? DeadLetterRetention => TimeSpan.FromDays(30);

    /// <summary>Opens the test's inbox; called again after it was disposed, it opens the same one.</summary>
    protected abstract ValueTask<IUpdateInbox> Open(InboxContext context);

    [SetUp]
    public async Task OpenInbox()
    {
        Time = new TestClock();
        Inbox = await OpenOne();
    }

    [TearDown]
    public async Task CloseInbox()
    {
        foreach (var inbox in _opened) await inbox.DisposeAsync();
        _opened.Clear();
    }

    protected async Task Reopen()
    {
        await Inbox.DisposeAsync();
        Inbox = await OpenOne();
    }

    /// <summary>
    /// Waits until what was there at the start has been read: its waits count from then, so a clock that is moved
    /// before moves nothing.
    /// </summary>
    protected async Task Loaded()
    {
        await Inbox.Append(TestUpdates.Message(999_999, chat: 999_999));
        var last = await Claim();
        Assert.That(last.Ids(), Is.EqualTo(new[] { 999_999L }), "nothing else can be claimed yet");
        await Inbox.Complete(last);
    }

    protected async Task<UpdateClaim> Claim()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await Inbox.Claim(patience.Token);
    }

    protected async Task AssertNothingToClaim()
    {
        using var giveUp = new CancellationTokenSource();
        var claim = Inbox.Claim(giveUp.Token).AsTask();
        Assert.That(claim.IsCompletedSuccessfully, Is.False, () => "Nothing should be claimable.");
        await giveUp.CancelAsync();
        Assert.That(async () => await claim, Throws.InstanceOf<OperationCanceledException>());
    }

    protected async Task<List<DeadLetter>> DeadLetters()
    {
        var letters = new List<DeadLetter>();
        await foreach (var letter in Inbox.DeadLetters()) letters.Add(letter);
        return letters;
    }

    private async Task<IUpdateInbox> OpenOne()
    {
        var inbox = await Open(
            new InboxContext { BotId = 42, Name = "42", MediaGroupsDebounce = Debounce, TimeProvider = Time });
        _opened.Add(inbox);
        return inbox;
    }

    private void AssertDurable()
    {
        if (!IsDurable) Assert.Ignore("This inbox does not outlive its process, and does not claim to.");
    }
}
