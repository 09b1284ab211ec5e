using System.Collections.Concurrent;
using System.Net;
using System.Text;
using RichardSzalay.MockHttp;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>Stands in for api.telegram.org: answers what it is told to, in order, and keeps what it received.</summary>
internal sealed class MockTelegram : IDisposable
{
    public const string Token = "123456789:AAplanted-token_of-the-tests_0123456";

    public const long BotId = 123456789;

    private readonly MockHttpMessageHandler _handler = new();
    private readonly ConcurrentQueue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _answers = new();
    private readonly ConcurrentQueue<Exception> _refusals = new();
    private readonly ConcurrentDictionary<string, string> _standing = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ReceivedRequest> _received = [];
    private readonly SemaphoreSlim _arrived = new(0);

    public MockTelegram() => _handler.AddBackendDefinition(new Backend(this));

    /// <summary>Among the pieces of an answer: nothing more comes until the reader gives up.</summary>
    public const string Silence = "\0silence";

    public TestClock Time { get; } = new();

    /// <summary>Completes when an answer has come to its <see cref="Silence"/>.</summary>
    public Task Stalled => _stalled.Task;

    public IReadOnlyList<ReceivedRequest> Received => _received;

    public HttpClient Client => field ??= new HttpClient(new Connection(this));

    public TelegramBot Bot(Func<TelegramBotOptions, TelegramBotOptions>? configure = null)
    {
        var options = new TelegramBotOptions { HttpClient = Client, TimeProvider = Time };
        return new TelegramBot(Token, configure?.Invoke(options) ?? options);
    }

    public MockTelegram Answers(
        string json, HttpStatusCode status = HttpStatusCode.OK, string contentType = "application/json")
    {
        _answers.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(status)
        {
            Content = new StringContent(json, Encoding.UTF8, contentType),
        }));
        return this;
    }

    /// <summary>
    /// Answers a method the same each time, beside what is answered in order; its requests are not kept.
    /// </summary>
    public MockTelegram AlwaysAnswers(string method, string json)
    {
        _standing[method] = json;
        return this;
    }

    /// <summary>Answers piece by piece, each read by itself, and breaks then if there is an error.</summary>
    public MockTelegram AnswersPiecewise(Exception? error, params string[] pieces)
    {
        _answers.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new PiecewiseStream(pieces, error, _stalled)),
        }));
        return this;
    }

    /// <summary>A proxy's own page, with or without a <c>Retry-After</c>.</summary>
    public MockTelegram ProxyRefuses(HttpStatusCode status, string? retryAfter) =>
        Refuses(status, "<html>slow down</html>", retryAfter, "text/html");

    /// <summary>Any body, with or without a <c>Retry-After</c>.</summary>
    public MockTelegram Refuses(
        HttpStatusCode status, string body, string? retryAfter, string contentType = "application/json")
    {
        _answers.Enqueue((_, _) =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
            if (retryAfter is not null)
                response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return Task.FromResult(response);
        });
        return this;
    }

    public MockTelegram AnswersError(int code, string description, string? parameters = null) => Answers(
        $$"""{"ok":false,"error_code":{{code}},"description":"{{description}}"{{(parameters is null ? "" : $",\"parameters\":{parameters}")}}}""",
        (HttpStatusCode)code);

    /// <summary>Reads the whole request, as a server does, and then fails.</summary>
    public MockTelegram BreaksAfterReading(Exception error)
    {
        _answers.Enqueue((_, _) => Task.FromResult<HttpResponseMessage>(new Breakage(error)));
        return this;
    }

    /// <summary>
    /// Fails before a byte of the request's body is asked for, as a refused connection does; comes before all other
    /// answers.
    /// </summary>
    public MockTelegram BreaksBeforeReading(Exception error)
    {
        _refusals.Enqueue(error);
        return this;
    }

    /// <summary>Reads the request and never answers.</summary>
    public MockTelegram Hangs()
    {
        _answers.Enqueue((_, _) => Task.FromResult<HttpResponseMessage>(new NoAnswer()));
        return this;
    }

    /// <summary>Waits until so many requests have come.</summary>
    public async Task HasReceived(int count)
    {
        for (var missing = count; missing > 0; missing--)
            await _arrived.WaitAsync(RealTime.Patience);
    }

    public void Dispose()
    {
        _arrived.Dispose();
        Client.Dispose();
        _handler.Dispose();
    }

    private async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_standing.TryGetValue(request.RequestUri!.Segments[^1], out var standing))
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(standing, Encoding.UTF8, "application/json") };
        if (!_answers.TryDequeue(out var answer))
            return new Breakage(new AssertionException($"An unexpected request came: {request.RequestUri!.Segments[^1]}"));
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_received)
            _received.Add(new ReceivedRequest(request.Method, request.RequestUri!, request.Content?.Headers.ContentType?.ToString(), body));
        _arrived.Release();
        return await answer(request, cancellationToken);
    }

    private sealed class Backend(MockTelegram telegram) : IMockedRequest
    {
        public bool Matches(HttpRequestMessage message) => true;

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
            telegram.Answer(message, cancellationToken);
    }

    /// <summary>
    /// Stands before the mock, which never ends when the body cannot be read, when it is told to fail, or when it is
    /// cancelled.
    /// </summary>
    private sealed class Connection(MockTelegram telegram) : DelegatingHandler(telegram._handler)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (telegram._refusals.TryDequeue(out var refusal))
                throw refusal;
            if (request.Content is { } content)
                await content.LoadIntoBufferAsync(cancellationToken);
            var response = await base.SendAsync(request, cancellationToken).WaitAsync(cancellationToken);
            if (response is NoAnswer)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return response is Breakage breakage ? throw breakage.Error : response;
        }
    }

    private sealed class NoAnswer : HttpResponseMessage;

    private sealed class PiecewiseStream(
        string[] pieces, Exception? error, TaskCompletionSource stalled) : ForwardOnlyStream
    {
        private int _next;
        private ReadOnlyMemory<byte> _rest;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_rest.IsEmpty)
                return Give(buffer);
            if (_next >= pieces.Length)
                return error is null ? 0 : throw error;
            var piece = pieces[_next++];
            if (piece != Silence)
            {
                _rest = Encoding.UTF8.GetBytes(piece);
                return Give(buffer);
            }

            stalled.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        private int Give(Memory<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }
    }

    private sealed class Breakage(Exception error) : HttpResponseMessage
    {
        public Exception Error => error;
    }
}
