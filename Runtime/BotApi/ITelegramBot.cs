using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime;

/// <summary>What calls Bot API methods: a <see cref="TelegramBot"/>, or a wrapper or a stand-in of your own.</summary>
/// <remarks>
/// Each method of the Bot API is an extension method of this interface (<c>bot.SendMessage(…)</c>) that ends in
/// <see cref="Execute{TResult}(Request{TResult}, CancellationToken)"/>. A wrapper hands the request on; a stand-in
/// looks at the request's type, or at <see cref="Request.MethodName"/> and <see cref="Request.ToJson"/>, and makes the
/// result itself or reads it with <see cref="Request{TResult}.ParseResult(ReadOnlySpan{byte})"/>.
/// </remarks>
public interface ITelegramBot
{
    /// <summary>The bot's own user id.</summary>
    long Id { get; }

    /// <summary>Calls a Bot API method.</summary>
    /// <param name="request">The method and its parameters.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <typeparam name="TResult">What the method results in.</typeparam>
    /// <returns>What Telegram answered.</returns>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    Task<TResult> Execute<TResult>(Request<TResult> request, CancellationToken cancellationToken = default);
}
