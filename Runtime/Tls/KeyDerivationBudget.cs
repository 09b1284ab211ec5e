namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// What the passwords of one file may cost. The file itself says how many rounds each takes, and the tools let it say
/// any number: one that was swapped could keep a processor busy for years.
/// </summary>
internal sealed class KeyDerivationBudget(string path)
{
    /// <summary>Java's limit for a single password; some seconds. The tools write 2,048 to 10,000 by default.</summary>
    public const long MaxRounds = 5_000_000;

    private long _spent;

    /// <exception cref="WebhookKeyStoreException">It is too much.</exception>
    public void Spend(long rounds)
    {
        if (rounds < 1 || rounds > MaxRounds - _spent)
            throw KeyErrors.TooManyRounds(path, rounds);
        _spent += rounds;
    }
}
