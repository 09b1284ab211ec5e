using Telegram.Webhooks.Runtime.Benchmarks;
using Telegram.Webhooks.Runtime.Benchmarks.Aot;
using Telegram.Webhooks.Runtime.Benchmarks.Decode;
using Telegram.Webhooks.Runtime.Benchmarks.Endpoint;
using Telegram.Webhooks.Runtime.Benchmarks.Inbox;
using Telegram.Webhooks.Runtime.Benchmarks.PostgreSql;
using Telegram.Webhooks.Runtime.Benchmarks.Said;
using Telegram.Webhooks.Runtime.Benchmarks.Telemetry;

// One entry a row: its name and what runs it. Without a name all rows run.
var rows = new Dictionary<string, Func<string[], Task<int>>>
{
    ["decode"] = DecodeRow.Run,
    ["endpoint"] = EndpointRow.Run,
    ["inbox"] = InboxRow.Run,
    ["postgres"] = PostgreSqlRow.Run,
    ["said"] = SaidRow.Run,
    ["telemetry"] = TelemetryRow.Run,
    ["aot"] = AotRow.Run,
};

// Rows that compare servers start this program again, once for each.
if (args is ["serve", ..])
    return await Servers.Run(args[1..]);

if (args.Length == 0)
{
    var failed = 0;
    foreach (var row in rows.Values)
        failed += await row([]);
    return failed;
}

if (rows.TryGetValue(args[0], out var run))
    return await run(args[1..]);
Console.Error.WriteLine($"No row '{args[0]}'. Rows: {string.Join(", ", rows.Keys)}");
return 2;
