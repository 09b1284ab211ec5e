namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>The bot's games, which the real service knows from its BotFather.</summary>
public static class SandboxGames
{
    /// <summary>
    /// Gives the bot a game. Once it has been given one it has no other games than the given; before that, every short
    /// name that could be one is taken for a game.
    /// </summary>
    /// <param name="telegram">Where.</param>
    /// <param name="shortName">What <c>sendGame</c> calls it: 3 to 30 letters, digits and <c>_</c>.</param>
    /// <param name="title">Its title.</param>
    /// <param name="description">What it is about.</param>
    /// <exception cref="ArgumentException">The short name is none.</exception>
    public static void Game(this TelegramSandbox telegram, string shortName, string title, string description = "")
    {
        ArgumentNullException.ThrowIfNull(telegram);
        ArgumentNullException.ThrowIfNull(shortName);
        lock (telegram.World.Gate) telegram.World.Arcade.Add(shortName, title, description);
    }
}
