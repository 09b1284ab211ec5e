using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Tests.Telemetry;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class ServerCertificateSourceTests
{
    private readonly List<string> _log = [];
    private readonly List<Exception> _failures = [];
    private FakeTimeProvider _time = null!;
    private DirectoryInfo _folder = null!;
    private string _certificate = "";
    private string _key = "";

    [SetUp]
    public void MakeFiles()
    {
        _log.Clear();
        _failures.Clear();
        _time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _folder = Directory.CreateTempSubdirectory();
        _certificate = Path.Combine(_folder.FullName, "cert.pem");
        _key = Path.Combine(_folder.FullName, "key.pem");
        Install("ec");
    }

    [TearDown]
    public void RemoveFiles() => _folder.Delete(recursive: true);

    [Test]
    public async Task Replaced_files_are_served_at_the_next_look_and_the_upload_is_called_for()
    {
        await using var source = Open();
        var before = source.Current;
        Install("rsa");
        _time.Advance(ServerCertificateSource.PollInterval);

        Assert.That(source.Current, Is.Not.SameAs(before));
        Assert.That(source.Current.Certificate.Thumbprint, Is.Not.EqualTo(before.Certificate.Thumbprint));
        Assert.That(_failures, Is.Empty);
        Assert.That(_log, Has.Some.Contains("2002").And.Some.Contains("2004"));
    }

    [Test]
    public async Task Files_that_are_as_long_as_the_old_ones_are_new_all_the_same()
    {
        var lengths = new[] { _certificate, _key }.Select(path => Length(path, "ec"))
            .Zip(new[] { _certificate, _key }.Select(path => Length(path, "rsa")), Math.Max).ToArray();
        Install("ec", lengths);
        await using var source = Open();
        var before = source.Current;

        Install("rsa", lengths);
        _time.Advance(ServerCertificateSource.PollInterval);

        Assert.That(source.Current.Certificate.Thumbprint, Is.Not.EqualTo(before.Certificate.Thumbprint));
    }

    [Test]
    public async Task What_is_left_of_the_certificate_is_measured_until_it_is_not_served_any_more()
    {
        var kept = Path.Combine(_folder.FullName, "kept.pem");
        var host = $"{Guid.NewGuid():N}.example.com";
        var source = ServerCertificateSource.Open(
            WebhookPrivateKeyConfig.SelfSigned(host, kept), _time, new ListLogger(_log));
        var left = (source.Current.NotAfter - _time.GetUtcNow()).TotalDays;

        var measured = StateReading.Of("telegram.certificate.remaining", source.Current.Certificate.Subject);
        await source.DisposeAsync();

        Assert.That(measured, Is.EqualTo(left));
        Assert.That(StateReading.Of("telegram.certificate.remaining", $"CN={host}"), Is.Null);
    }

    [Test]
    public async Task Unchanged_files_keep_the_very_same_certificate()
    {
        await using var source = Open();
        var before = source.Current;
        File.SetLastWriteTimeUtc(_certificate, _time.GetUtcNow().UtcDateTime);
        _time.Advance(10 * ServerCertificateSource.PollInterval);

        Assert.That(source.Current, Is.SameAs(before));
        Assert.That(_log, Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_broken_file_is_reported_once_and_the_old_certificate_stays_until_it_is_mended()
    {
        await using var source = Open();
        var before = source.Current;
        File.Copy(KeyFixtures.Path("rsa-cert.pem"), _certificate, overwrite: true);
        _time.Advance(3 * ServerCertificateSource.PollInterval);

        Assert.That(source.Current, Is.SameAs(before));
        Assert.That(_failures.Cast<WebhookKeyStoreException>().Select(f => f.Error), Is.EqualTo([WebhookKeyStoreError.KeyMismatch]));

        File.Delete(_key);
        _time.Advance(2 * ServerCertificateSource.PollInterval);
        Assert.That(_failures.Cast<WebhookKeyStoreException>().Select(f => f.Error), Is.EqualTo([WebhookKeyStoreError.KeyMismatch, WebhookKeyStoreError.FileNotFound]));

        Install("rsa");
        _time.Advance(ServerCertificateSource.PollInterval);
        Assert.That(source.Current, Is.Not.SameAs(before));
        Assert.That(_failures, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_callback_that_throws_does_not_end_the_watching()
    {
        await using var source = ServerCertificateSource.Open(
            WebhookPrivateKeyConfig.FromPem(_certificate, _key), _time, new ListLogger(_log),
            _ => throw new InvalidOperationException("from the callback"));
        var before = source.Current;
        File.WriteAllText(_certificate, "-----BEGIN nothing");
        _time.Advance(ServerCertificateSource.PollInterval);
        Install("rsa");
        _time.Advance(ServerCertificateSource.PollInterval);

        Assert.That(source.Current, Is.Not.SameAs(before));
        Assert.That(_log, Has.Some.Contains("2006"));
    }

    [Test]
    public async Task A_renewed_leaf_of_the_same_root_needs_no_new_upload()
    {
        var store = Path.Combine(_folder.FullName, "store");
        File.Copy(KeyFixtures.Path("chain.p12"), store);
        await using var source = ServerCertificateSource.Open(
            new WebhookPrivateKeyConfig(store, KeyFixtures.StorePassword, "server", KeyFixtures.KeyPassword), _time,
            new ListLogger(_log));
        var before = source.Current;
        File.Copy(KeyFixtures.Path("chain.jks"), store, overwrite: true);
        _time.Advance(ServerCertificateSource.PollInterval);

        Assert.That(source.Current, Is.Not.SameAs(before));
        Assert.That(source.Current.PublicCertificatePem, Is.EqualTo(before.PublicCertificatePem));
        Assert.That(_log, Has.Some.Contains("2002").And.None.Contains("2004"));
    }

    [Test]
    public async Task A_coming_expiry_is_logged_once()
    {
        using (var certificate = WebhookPrivateKeyConfig.FromPem(_certificate, _key).Load())
            _time = new FakeTimeProvider(certificate.NotAfter.AddDays(-7).AddHours(-1));
        await using var source = Open();
        Assert.That(_log, Has.None.Contains("2005"));

        _time.Advance(TimeSpan.FromHours(2));
        _time.Advance(3 * ServerCertificateSource.PollInterval);

        Assert.That(_log, Has.Exactly(1).Contains("2005"));
    }

    [Test]
    public async Task After_disposal_nothing_is_read_any_more()
    {
        var clock = new CountingClock();
        _time = clock;
        var source = Open();
        var certificate = source.Current.Certificate;
        Assert.That(clock.Timers, Is.EqualTo(1));
        await source.DisposeAsync();
        await source.DisposeAsync();
        File.Delete(_key);
        _time.Advance(ServerCertificateSource.PollInterval);

        Assert.That(_failures, Is.Empty);
        Assert.That(clock.Timers, Is.Zero);
        Assert.That(certificate.Handle, Is.EqualTo(IntPtr.Zero), "the key is not kept in memory");
    }

    [Test]
    public async Task Kestrel_serves_the_chain_and_the_new_certificate_to_new_connections()
    {
        await using var source = Open();
        await using var app = await Serve(source);
        var url = new Uri(app.Urls.Single());

        Assert.That(await Get(url, File.ReadAllText(_certificate)), Is.EqualTo("served"));

        var old = File.ReadAllText(_certificate);
        Install("rsa");
        _time.Advance(ServerCertificateSource.PollInterval);

        Assert.That(await Get(url, File.ReadAllText(_certificate)), Is.EqualTo("served"));
        await Assert.ThatAsync(() => Get(url, old), Throws.InstanceOf<HttpRequestException>());
    }

    private static async Task<WebApplication> Serve(ServerCertificateSource source)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
                new TlsEndpoint(source, NullLogger.Instance).AddTo(listen)));
        var app = builder.Build();
        app.MapGet("/", () => "served");
        await app.StartAsync();
        return app;
    }

    private static async Task<string> Get(Uri url, string trustedPem)
    {
        using var handler = new SocketsHttpHandler { SslOptions = TlsHandshake.TrustOnly(trustedPem, KeyFixtures.Host) };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Host = KeyFixtures.Host;
        return await client.GetStringAsync(url);
    }

    private ServerCertificateSource Open() =>
        ServerCertificateSource.Open(
            WebhookPrivateKeyConfig.FromPem(_certificate, _key), _time, new ListLogger(_log), _failures.Add);

    private void Install(string kind)
    {
        File.Copy(KeyFixtures.Path($"{kind}-cert.pem"), _certificate, overwrite: true);
        File.Copy(KeyFixtures.Path($"{kind}-pkcs8.pem"), _key, overwrite: true);
    }

    /// <summary>With empty lines behind, to be so long.</summary>
    private void Install(string kind, int[] lengths)
    {
        Install(kind);
        foreach (var (path, length) in new[] { _certificate, _key }.Zip(lengths))
            File.AppendAllText(path, new string('\n', length - (int)new FileInfo(path).Length));
    }

    private int Length(string path, string kind)
    {
        Install(kind);
        return (int)new FileInfo(path).Length;
    }

    /// <summary>Counts the timers that are not disposed.</summary>
    private sealed class CountingClock() : FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return new Counted(this, base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class Counted(CountingClock clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                clock.Timers--;
                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }

    private sealed class ListLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Add($"{eventId.Id} {formatter(state, exception)}");
    }
}
