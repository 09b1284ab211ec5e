using System.Globalization;

namespace Telegram.Webhooks.Runtime.Benchmarks.Endpoint;

/// <summary>A typical message update of some 600 bytes, as Telegram writes it.</summary>
internal static class SampleUpdate
{
    public const string SecretToken = "benchmark-secret";

    private const string Text = "Good morning! Is the table for tonight still free? We would be five, and one of us needs a chair for a child.";

    public static string Json(long updateId, int chat) => string.Create(CultureInfo.InvariantCulture, $$$$$"""
        {"update_id":{{{{{updateId}}}}},
        "message":{"message_id":{{{{{updateId}}}}},"from":{"id":{{{{{70000000 + chat}}}}},"is_bot":false,"first_name":"Ada","last_name":"Example","username":"ada_example","language_code":"en","is_premium":true},"chat":{"id":{{{{{70000000 + chat}}}}},"first_name":"Ada","last_name":"Example","username":"ada_example","type":"private"},"date":1790000000,"text":"{{{{{Text}}}}} \u2615","entities":[{"offset":0,"length":13,"type":"bold"},{"offset":14,"length":36,"type":"italic"}],"link_preview_options":{"is_disabled":true}}}
        """);
}
