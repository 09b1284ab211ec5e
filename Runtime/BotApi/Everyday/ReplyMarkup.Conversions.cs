using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The keyboards' constructors are the named alternates.")]
public abstract partial class ReplyMarkup
{
    /// <summary>A keyboard below the message field, of one row.</summary>
    public static implicit operator ReplyMarkup(string[] row) =>
        new ReplyKeyboardMarkup([.. Given(row).Select(text => (KeyboardButton)text)]);

    /// <summary>A keyboard below the message field, of several rows.</summary>
    public static implicit operator ReplyMarkup(string[][] rows) =>
        new ReplyKeyboardMarkup(Given(rows).Select(row => row.Select(text => (KeyboardButton)text)));

    /// <summary>A keyboard below the message field, of one button.</summary>
    public static implicit operator ReplyMarkup(KeyboardButton button) => new ReplyKeyboardMarkup(button);

    /// <summary>A keyboard below the message field, of one row.</summary>
    public static implicit operator ReplyMarkup(KeyboardButton[] row) => new ReplyKeyboardMarkup(row);

    /// <summary>A keyboard below the message field, of several rows.</summary>
    public static implicit operator ReplyMarkup(KeyboardButton[][] rows) => new ReplyKeyboardMarkup(Given(rows));

    /// <summary>A keyboard below the message, of one button.</summary>
    public static implicit operator ReplyMarkup(InlineKeyboardButton button) => new InlineKeyboardMarkup(button);

    /// <summary>A keyboard below the message, of one row.</summary>
    public static implicit operator ReplyMarkup(InlineKeyboardButton[] row) => new InlineKeyboardMarkup(row);

    /// <summary>A keyboard below the message, of several rows.</summary>
    public static implicit operator ReplyMarkup(InlineKeyboardButton[][] rows) => new InlineKeyboardMarkup(Given(rows));

    private static T[] Given<T>(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items;
    }
}
