using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// One server's place at a listener. Disposing it gives the place up; the last one to do so closes the port.
/// </summary>
internal sealed class ListenerSeat(
    WebhookListener listener, SharedListener shared, ListenerSettings settings) : IAsyncDisposable
{
    private volatile RequestDelegate? _handler;
    private CertificateRenewal? _renewal;
    private int _left;

    public ListenerSettings Settings => settings;

    /// <summary>Where this server's updates are posted.</summary>
    public WebhookPath Path { get; } = settings.Path ?? default;

    public RefusalSummary Refusals => shared.Refusals;

    public ServerCertificateSource? Certificate => shared.Certificate;

    /// <summary>What is listened on; null before <see cref="Reserve"/>.</summary>
    public ReservedPort? Port => shared.Port;

    /// <summary>Fires when Kestrel stops, for whatever reason. Read it after <see cref="Serve"/>.</summary>
    public CancellationToken Stopped => shared.Stopped;

    /// <summary>Says how this server is; null when nobody wants to know.</summary>
    public HealthEndpoint? Health { get; set; }

    /// <summary>Gives a renewed certificate to Telegram; null where there is nobody to give it to.</summary>
    public CertificateRenewal? Renewal => Volatile.Read(ref _renewal);

    /// <summary>Loads the key, unless another server has.</summary>
    public Task LoadKey(StartProblems problems, CancellationToken cancellationToken) => listener.Change(
        () =>
        {
            shared.LoadKey(problems);
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>Binds and listens, unless another server has.</summary>
    public Task Reserve(StartProblems problems, CancellationToken cancellationToken) =>
        listener.Change(() => shared.Reserve(problems, cancellationToken), cancellationToken);

    /// <summary>From now on a renewed certificate is given to Telegram before it is served.</summary>
    public void RegisterRenewals(CertificateRenewal renewal)
    {
        Volatile.Write(ref _renewal, renewal);
        shared.RegisterRenewals();
    }

    /// <summary>Answers this server's requests from now on; starts Kestrel unless it runs.</summary>
    public Task Serve(RequestDelegate handler, CancellationToken cancellationToken)
    {
        _handler = handler;
        return listener.Change(() => shared.Start(cancellationToken), cancellationToken);
    }

    /// <summary>Answers a request; with 503 while this server is not ready yet and another one is.</summary>
    public Task Handle(HttpContext context)
    {
        if (_handler is { } handler)
            return handler(context);
        WebhookEndpoint.AskToRetry(context.Response);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
            await listener.Leave(this, shared).ConfigureAwait(false);
    }
}
