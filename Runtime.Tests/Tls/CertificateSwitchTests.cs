using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class CertificateSwitchTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<Exception> _failures = [];
    private readonly RecordingLoggers _log = new();

    [SetUp]
    public void Clear() => _failures.Clear();

    [OneTimeTearDown]
    public void Close() => _log.Dispose();

    [Test]
    public async Task Without_a_registration_a_renewed_certificate_is_served_at_once()
    {
        var (old, renewed) = (Make(), Make());
        await using var switching = Switch(old);

        switching.Offer(renewed);

        Assert.That(switching.Current, Is.SameAs(renewed));
    }

    [Test]
    public async Task It_waits_for_its_registration_and_a_later_one_takes_its_place()
    {
        var (old, renewed, again) = (Make(), Make(), Make());
        await using var switching = Switch(old);
        var (registered, answers) = Registrations(switching);

        switching.Offer(renewed);
        Assert.That(switching.Current, Is.SameAs(old), "not begun");
        switching.RetryRegistration();
        Assert.That(await registered.Reader.ReadAsync(), Is.SameAs(renewed));
        switching.RetryRegistration();
        switching.Offer(again);
        answers.Dequeue().SetResult();

        // The one that was registered is not the newest any more, so it is not served; the newest has its own turn.
        await Until(switching, registered, again);
        Assert.That(switching.Current, Is.SameAs(old));
        var done = answers.Dequeue();
        done.SetResult();
        await Served(switching, again);
    }

    [Test]
    public async Task What_is_offered_after_the_end_is_closed_and_not_served()
    {
        var (old, late) = (Make(), Make());
        var switching = Switch(old);
        await switching.DisposeAsync();

        switching.Offer(late);

        Assert.That(switching.Current, Is.SameAs(old));
        Assert.That((old.Certificate.Handle, late.Certificate.Handle), Is.EqualTo((IntPtr.Zero, IntPtr.Zero)));
    }

    [Test]
    public async Task An_old_one_that_has_expired_is_not_held_on_to()
    {
        var (old, renewed) = (Make(), Make(_time.GetUtcNow().AddYears(1)));
        await using var switching = Switch(old);
        Registrations(switching);
        switching.Offer(renewed);
        _time.SetUtcNow(old.NotAfter);

        switching.RetryRegistration();
        Assert.That(switching.Current, Is.SameAs(old), "its last second");
        _time.Advance(TimeSpan.FromSeconds(1));
        switching.RetryRegistration();

        Assert.That(switching.Current, Is.SameAs(renewed));
    }

    [Test]
    public async Task One_that_is_served_since_the_old_one_has_expired_was_never_registered_again()
    {
        var (old, renewed) = (Make(), Make(_time.GetUtcNow().AddYears(1)));
        await using var switching = Switch(old);
        var (registered, answers) = Registrations(switching);
        switching.Offer(renewed);
        _time.SetUtcNow(old.NotAfter + TimeSpan.FromSeconds(1));
        switching.RetryRegistration();
        Assert.That(switching.Current, Is.SameAs(renewed));
        Assert.That(await registered.Reader.ReadAsync(), Is.SameAs(renewed));

        answers.Dequeue().SetException(new IOException("not yet"));
        await Until(switching, registered, renewed);
        var before = Registered();
        answers.Dequeue().SetResult();

        using var patience = new CancellationTokenSource(RealTime.Patience);
        while (Registered() == before)
        {
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }

        switching.RetryRegistration();
        Assert.That(registered.Reader.TryRead(out _), Is.False, "it is done");
        Assert.That(_failures.Select(failure => failure.Message), Is.EqualTo(["not yet"]));
    }

    [Test]
    public async Task A_certificate_that_clients_trust_like_the_old_one_needs_no_registration()
    {
        using var chain = KeyFixtures.Store("chain.jks", "server").Load();
        var (old, renewed) = (KeyFixtures.Store("chain.jks", "server").Load(),
            KeyFixtures.Pfx("chain.p12", alias: "server").Load());
        await using var switching = Switch(old);
        Registrations(switching);

        switching.Offer(renewed);

        Assert.That(switching.Current, Is.SameAs(renewed));
    }

    [Test]
    public async Task A_stop_ends_a_registration_and_reports_nothing()
    {
        var switching = Switch(Make());
        var ended = new TaskCompletionSource();
        switching.RegisterFirst(IsNeeded, async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                ended.SetResult();
            }
        });
        switching.Offer(Make());
        switching.RetryRegistration();

        await switching.DisposeAsync();
        await switching.DisposeAsync();

        Assert.That(ended.Task.IsCompleted, Is.True);
        Assert.That(_failures, Is.Empty);
    }

    [Test]
    public async Task What_is_offered_after_the_stop_is_closed_and_not_served()
    {
        var old = Make();
        var switching = Switch(old);
        await switching.DisposeAsync();
        var late = Make();

        switching.Offer(late);
        switching.RetryRegistration();

        Assert.That(switching.Current, Is.SameAs(old));
        Assert.That(() => late.Certificate.Thumbprint, Throws.InstanceOf<System.Security.Cryptography.CryptographicException>(), "it is closed");
    }

    private CertificateSwitch Switch(ServerCertificate first) => new(first, _time, _log, _failures.Add);

    private ServerCertificate Make(DateTimeOffset? at = null) =>
        WebhookPrivateKeyConfig.SelfSigned("bot.example.com").Load(new FakeTimeProvider(at ?? _time.GetUtcNow()));

    private int Registered() => _log.Lines.Count(line => line.StartsWith("Information 2008", StringComparison.Ordinal));

    private static bool IsNeeded(ServerCertificate old, ServerCertificate next) =>
        old.PublicCertificatePem != next.PublicCertificatePem;

    private static (System.Threading.Channels.Channel<ServerCertificate> Registered,
        Queue<TaskCompletionSource> Answers) Registrations(CertificateSwitch switching)
    {
        var registered = System.Threading.Channels.Channel.CreateUnbounded<ServerCertificate>();
        var answers = new Queue<TaskCompletionSource>();
        switching.RegisterFirst(IsNeeded, (certificate, token) =>
        {
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            answers.Enqueue(answer);
            registered.Writer.TryWrite(certificate);
            return answer.Task.WaitAsync(token);
        });
        return (registered, answers);
    }

    private static async Task Until(CertificateSwitch switching,
        System.Threading.Channels.Channel<ServerCertificate> registered, ServerCertificate expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!registered.Reader.TryRead(out var certificate) || certificate != expected)
        {
            switching.RetryRegistration();
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task Served(CertificateSwitch switching, ServerCertificate expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (switching.Current != expected)
        {
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
