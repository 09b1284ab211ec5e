using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Types.ReplyMarkups;
using Telegram.Webhooks.Runtime.Sandbox;
using Update = Telegram.Bot.Types.Update;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

/// <summary>A bot written with another library knows nothing of the sandbox and must not notice.</summary>
internal sealed class OtherLibraryTests
{
    [Test]
    public async Task A_Telegram_Bot_bot_talks_in_long_polling()
    {
        await using var sandbox = await TelegramSandbox.Start();
        using var stopping = new CancellationTokenSource();
        Client(sandbox).StartReceiving((client, update, ct) => Handle(client, update, ct), (_, _, _) => Task.CompletedTask, cancellationToken: stopping.Token);
        await Converse(sandbox);
        await stopping.CancelAsync();
    }

    [Test]
    public async Task A_Telegram_Bot_bot_talks_over_a_webhook()
    {
        await using var sandbox = await TelegramSandbox.Start();
        var bot = Client(sandbox);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Run(async http =>
        {
            if (http.Request.Headers["X-Telegram-Bot-Api-Secret-Token"] != "s3cret")
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else await Handle(bot, (await JsonSerializer.DeserializeAsync<Update>(http.Request.Body, JsonBotAPI.Options))!, http.RequestAborted);
        });
        await server.StartAsync();
        await bot.SetWebhook(server.Urls.First() + "/hook", secretToken: "s3cret");
        await Converse(sandbox);
        Assert.That((await bot.GetWebhookInfo()).LastErrorMessage, Is.Null);
    }

    private static TelegramBotClient Client(TelegramSandbox sandbox) =>
        new(new TelegramBotClientOptions(sandbox.Token, sandbox.BaseUrl));

    private static async Task Converse(TelegramSandbox sandbox)
    {
        var ada = sandbox.User("Ada");
        await ada.Says("hi");
        await ada.Hears("You said: hi");
        await ada.Says("/ask");
        var press = await ada.Presses("Yes");
        Assert.That(await press.IsAnswered(), Is.EqualTo("Noted"));
        await ada.Hears("You chose yes");
        await ada.SendsPhoto(caption: "look");
        await ada.Hears("32 x 32");
    }

    private static async Task Handle(ITelegramBotClient bot, Update update, CancellationToken cancellationToken)
    {
        if (update.CallbackQuery is { } query)
        {
            await bot.AnswerCallbackQuery(query.Id, "Noted", cancellationToken: cancellationToken);
            await bot.EditMessageText(query.Message!.Chat.Id, query.Message.Id, "You chose " + query.Data,
                cancellationToken: cancellationToken);
        }
        else if (update.Message is { Photo: [.., var photo] } picture)
        {
            await bot.SendMessage(
                picture.Chat.Id, $"{photo.Width} x {photo.Height}", cancellationToken: cancellationToken);
        }
        else if (update.Message is { Text: "/ask" } question)
        {
            var keyboard = new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("Yes", "yes"));
            await bot.SendMessage(
                question.Chat.Id, "Sure?", replyMarkup: keyboard, cancellationToken: cancellationToken);
        }
        else if (update.Message is { Text: { } text } message)
        {
            await bot.SendMessage(message.Chat.Id, "You said: " + text, cancellationToken: cancellationToken);
        }
    }
}
