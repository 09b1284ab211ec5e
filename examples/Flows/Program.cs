// What flows can do: by kind, combined, by content, albums, commands and buttons. It prints what comes, and answers
// some of it.
using System.Globalization;
using Telegram.Webhooks.Runtime;

const string Help = """
    Flows prints what comes in on several flows. It is configured by environment variables:

      TELEGRAM_BOT_TOKEN   the token that @BotFather gave you                                   (required)
      PUBLIC_URL           where Telegram reaches this bot, such as https://bot.example.org/webhook_route; something in
                           front of it speaks TLS                                               (required)
      PORT                 the port to listen on                                                (default 8080)
      BASE_URL             another Bot API server                                               (default https://api.telegram.org)
    """;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Help);
    return 0;
}

if (args.Length > 0)
{
    Console.Error.WriteLine($"'{args[0]}' is unknown: this example takes no arguments but --help.");
    return 2;
}

if (Environment.GetEnvironmentVariable("TELEGRAM_BOT_TOKEN") is not { } token || Environment.GetEnvironmentVariable("PUBLIC_URL") is not { } publicUrl)
{
    Console.Error.WriteLine(Help);
    return 2;
}

if (!ushort.TryParse(Environment.GetEnvironmentVariable("PORT") ?? "8080", NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    Console.Error.WriteLine($"PORT is '{Environment.GetEnvironmentVariable("PORT")}', but a port is a number from 0 to 65535.");
    return 2;
}

try
{
    return await Run(token, publicUrl, port);
}
catch (Exception e) when (e is WebhookStartException or BotApiException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task<int> Run(string token, string publicUrl, int port)
{
    using var bot = new TelegramBot(token, new TelegramBotOptions { BaseUrl = Environment.GetEnvironmentVariable("BASE_URL") ?? "https://api.telegram.org" });

    var filter = new FlowsUpdatesFilter(f =>
    {
        f.MessageFlow.OnEach(message => Console.WriteLine($"message: {message.Text}"));

        // Chats and channels in one flow: three ways.
        (f.MessageFlow + f.ChannelPostFlow).OnEach(message => Console.WriteLine($"sum: {message.Chat.Type}"));
        f.AggregateFlows(f.MessageFlow, f.ChannelPostFlow)
            .OnEach(message => Console.WriteLine($"aggregate: {message.Chat.Type}"));
        f.AllSentMessagesFlow.OnEach(message => Console.WriteLine($"all sent: {message.Chat.Type}"));

        // By what they carry.
        f.TextMessages().OnEach(message => Console.WriteLine($"text: {message.Text}"));

        // Albums: lists of their parts, or their parts one by one beside messages that are in no album.
        f.MediaGroupMessages().OnEach(album => Console.WriteLine($"album of {album.Count}"));
        f.MediaGroupPhotosMessages().OnEach(photos => Console.WriteLine($"album with photos: {photos.Count}"));
        f.MediaGroupVideosMessages().OnEach(videos => Console.WriteLine($"album with videos: {videos.Count}"));
        f.SentMessagesWithMediaGroups().OnEach(message => Console.WriteLine($"sent: message {message.MessageId}"));
        f.PhotoMessagesWithMediaGroups().OnEach(message => Console.WriteLine($"photo: message {message.MessageId}"));
        f.VideoMessagesWithMediaGroups().OnEach(message => Console.WriteLine($"video: message {message.MessageId}"));

        // A handler that throws makes its update be retried.
        f.Commands("start").OnEach(async (command, ct) =>
            await bot.SendMessage(
                command.Message.Chat.Id, $"Hello! You came by: {command.Arguments}", cancellationToken: ct));
        f.CallbackQueriesFlow.AsDataCallbackQueryFlow().OnEach(async (query, ct) =>
            await bot.AnswerCallbackQuery(query.Id, text: $"You chose {query.Data}", cancellationToken: ct));
    });

    using var stopping = new CancellationTokenSource();
    var votes = CountVotes(stopping.Token);

    // No allowed_updates given: Telegram is asked for the kinds that have subscribers above, and for poll answers.
    await using (var server = await bot.SetWebhookInfoAndStartListenWebhooks(
        port: port,
        host: "127.0.0.1",
        subroute: "webhook_route",
        setWebhook: new SetWebhook(publicUrl),
        privateKeyConfig: null,
        onError: null, // what goes wrong is in the log; this is for alerts of your own
        receiver: filter.AsUpdateReceiver))
    {
        await server.WaitForShutdown();
    }

    await stopping.CancelAsync();
    Console.WriteLine($"{await votes} votes");
    return 0;

    // A loop takes one item at a time, whatever the chat, so it needs no lock.
    async Task<int> CountVotes(CancellationToken cancellationToken)
    {
        var count = 0;
        try
        {
            await foreach (var answer in filter.PollAnswersFlow.WithCancellation(cancellationToken))
                Console.WriteLine($"vote {++count}: {answer.User?.FirstName}");
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("No more votes are counted.");
        }
        return count;
    }
}
