namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>One thing an update's handling has got done: a call of the bot that succeeded, or a step.</summary>
public sealed class SaidCall
{
    /// <summary>How many bytes a digest has: those of SHA-256.</summary>
    public const int DigestBytes = 32;

    /// <summary>Creates a note.</summary>
    /// <param name="name">The Bot API method, or <c>step:</c> and the step's name.</param>
    /// <param name="digest">A digest of what was sent, <see cref="DigestBytes"/> long.</param>
    /// <param name="occurrence">Which equal call of its attempt it was, from 1.</param>
    /// <param name="result">The result, as JSON; may be empty.</param>
    public SaidCall(string name, ReadOnlyMemory<byte> digest, int occurrence, ReadOnlyMemory<byte> result)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, DigestBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(occurrence, 1);
        Name = name;
        Digest = digest;
        Occurrence = occurrence;
        Result = result;
    }

    /// <summary>The Bot API method, or <c>step:</c> and the step's name.</summary>
    public string Name { get; }

    /// <summary>A digest of what was sent.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    /// <summary>Which equal call of its attempt it was, from 1.</summary>
    public int Occurrence { get; }

    /// <summary>The result, as JSON; may be empty.</summary>
    public ReadOnlyMemory<byte> Result { get; }
}
