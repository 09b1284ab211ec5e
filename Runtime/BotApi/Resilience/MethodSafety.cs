using System.Collections.Frozen;

namespace Telegram.Webhooks.Runtime.BotApi.Resilience;

/// <summary>Tells which methods may be called again when it is not known whether the first call was executed.</summary>
/// <remarks>
/// A method is safe when executing it twice leaves everything, and everybody's screen, as executing it once does. That
/// a second execution may answer with an error ("message is not modified") is accepted; a second message, payment or
/// link is not. A method this table does not know is not safe.
/// </remarks>
internal static class MethodSafety
{
    // Reads, and writes that name the state to reach rather than a step to take.
    private static readonly string[] SafeVerbs =
    [
        "get", "set", "delete", "edit", "answer", "stop",
        "ban", "unban", "restrict", "promote", "revoke", "leave",
        "close", "reopen", "hide", "unhide", "unpinAll", "read", "verify",
    ];

    private static readonly FrozenSet<string> SafeBesides = FrozenSet.Create(StringComparer.Ordinal,
        "sendChatAction",            // a status that fades by itself
        "approveChatJoinRequest",    // a request is decided once
        "declineChatJoinRequest",
        "removeUserVerification",
        "removeChatVerification",
        "uploadStickerFile");        // seen by nobody until it is used

    private static readonly FrozenSet<string> UnsafeAfterAll = FrozenSet.Create(StringComparer.Ordinal,
        "setChatPhoto",                     // each call posts "photo changed" to the chat
        "setMyProfilePhoto",                // each call adds a photo to the profile's history
        "setBusinessAccountProfilePhoto",
        "answerWebAppQuery",                // sends a message
        "answerGuestQuery");                // sends a message

    public static bool IsSafeToRepeat(string methodName) =>
        SafeBesides.Contains(methodName) || (HasSafeVerb(methodName) && !UnsafeAfterAll.Contains(methodName));

    private static bool HasSafeVerb(string methodName)
    {
        foreach (var verb in SafeVerbs)
        {
            // The verb must end where the next word begins: "close" alone takes the bot down, "closeForumTopic" does
            // not.
            if (methodName.Length > verb.Length && methodName.StartsWith(verb, StringComparison.Ordinal)
                && char.IsAsciiLetterUpper(methodName[verb.Length]))
                return true;
        }
        return false;
    }
}
