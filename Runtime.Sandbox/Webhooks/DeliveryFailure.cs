using System.Net.Sockets;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>Why there is no answer to a request.</summary>
/// <param name="text">As <c>last_error_message</c> shows it.</param>
/// <param name="isPublic">False for what the real server keeps to itself.</param>
/// <param name="code">The HTTP status the sender tells the server it could not understand; 0 for none.</param>
internal sealed class DeliveryFailure(string text, bool isPublic = true, int code = 0) : Exception(text)
{
    public const string ClosedText = "Webhook connection closed";

    public bool IsPublic { get; } = isPublic;

    public int Code { get; } = code;

    /// <summary>A connection that just ends is a failure, but one that is reported to nobody.</summary>
    public static DeliveryFailure Closed() => new(ClosedText, isPublic: false);

    /// <summary>What the system said of a broken connection.</summary>
    public static DeliveryFailure Of(IOException error) =>
        error.InnerException is SocketException socket ? new(socket.Message) : Closed();

    public static DeliveryFailure Protocol(int code, string text) => new(text, isPublic: true, code);
}
