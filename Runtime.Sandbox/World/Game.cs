namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A game of the bot, as it is made with the real service's BotFather.</summary>
internal sealed record Game(string ShortName, string Title, string Description, StoredFile Photo);
