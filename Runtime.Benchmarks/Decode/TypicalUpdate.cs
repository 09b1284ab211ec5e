namespace Telegram.Webhooks.Runtime.Benchmarks.Decode;

/// <summary>
/// A message update of about 600 bytes as Telegram sends it: a text with an entity in reply to another, in a group.
/// </summary>
internal static class TypicalUpdate
{
    public static readonly byte[] Json =
        """
        {"update_id":500000001,
        "message":{"message_id":40217,"from":{"id":6000000001,"is_bot":false,"first_name":"Ada","last_name":"Example","username":"ada_example","language_code":"en"},"chat":{"id":-1001000000001,"title":"Engines","username":"engines_example","type":"supergroup"},"date":1700000000,"reply_to_message":{"message_id":40211,"from":{"id":7000000001,"is_bot":true,"first_name":"Engine","username":"engine_bot"},"chat":{"id":-1001000000001,"title":"Engines","username":"engines_example","type":"supergroup"},"date":1699999900,"text":"Ready."},"text":"/run tables h\u00e9llo","entities":[{"offset":0,"length":4,"type":"bot_command"}]}}
        """u8.ToArray();
}
