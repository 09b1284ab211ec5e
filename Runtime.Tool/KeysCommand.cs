using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Tool;

/// <summary>
/// <c>telegram-webhooks keys</c>: what is in a key store, its public PEM, and whether Telegram would accept it for a
/// host.
/// </summary>
internal static class KeysCommand
{
    private const string StoreVariable = "TELEGRAM_KEYSTORE_PASSWORD";
    private const string KeyVariable = "TELEGRAM_KEY_PASSWORD";
    private const int Failed = 1;
    private const int Refused = 2;

    private static readonly Argument<FileInfo> Store = new("store") { Description = "The key store: JKS, PKCS#12 (.p12, .pfx) or PEM." };

    private static readonly Option<FileInfo?> Key = new("--key") { Description = "For PEM: the file with the private key, where it is not the same one." };

    private static readonly Option<string?> Alias = new("--alias") { Description = "Which entry; not needed where there is only one private key." };

    private static readonly Option<string?> Host = new("--host") { Description = "Say whether Telegram would accept the certificate for this host (or URL)." };

    private static readonly Option<bool> Pem = new("--pem") { Description = "Write the certificate that Telegram must be given, as PEM, and nothing else." };

    private static readonly Option<bool> Json = new("--json") { Description = "With --host: write the findings as JSON." };

    public static Command Create()
    {
        var command = new Command("keys", $"""
            Say what is in a key store, write its public certificate, or judge it for a host as Telegram's client does.
            The store's password is read from {StoreVariable} or asked for, a key's own from {KeyVariable}.
            Exit code: 0 done, and accepted; 2 Telegram would refuse it; 1 it cannot be used.
            """) { Store, Key, Alias, Host, Pem, Json };
        command.Validators.Add(given =>
        {
            if (given.GetValue(Host) is not null && given.GetValue(Pem))
                given.AddError("--host and --pem do not go together.");
            if (given.GetValue(Json) && given.GetValue(Host) is null) given.AddError("--json goes with --host.");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult given)
    {
        var path = given.GetValue(Store)!.ToString();
        try
        {
            var password = IsPem(path) ? "" : Secret.Read(StoreVariable, $"The password of {path}:") ?? "";
            if (given.GetValue(Pem))
            {
                Console.Write(Config(given, path, password).ReadCertificatePem());
                return 0;
            }

            if (given.GetValue(Host) is { } host)
                return Judge(Config(given, path, password), host, given.GetValue(Json));
            WriteEntries(WebhookKeyStore.Open(path, password));
            return 0;
        }
        catch (Exception error) when (error is WebhookKeyStoreException or ArgumentException)
        {
            Console.Error.WriteLine(error.Message);
            return Failed;
        }
    }

    // Only what says so by its content: a .jks is PKCS#12 more often than not, and a .p12 may be PEM.
    private static bool IsPem(string path)
    {
        try
        {
            return WebhookKeyStore.Open(path).Format == "PEM";
        }
        catch (WebhookKeyStoreException error) when (error.Error is WebhookKeyStoreError.WrongStorePassword)
        {
            return false;
        }
    }

    private static WebhookPrivateKeyConfig Config(ParseResult given, string path, string storePassword)
    {
        var keyPassword = Secret.Setting(KeyVariable) ?? storePassword;
        if (IsPem(path))
            return WebhookPrivateKeyConfig.FromPem(path, given.GetValue(Key)?.ToString() ?? path, keyPassword.Length == 0 ? null : keyPassword);
        var alias = given.GetValue(Alias) ?? OnlyKey(path, storePassword);
        return alias is null
            ? WebhookPrivateKeyConfig.FromPfx(path, storePassword)
            : new WebhookPrivateKeyConfig(path, storePassword, alias, keyPassword);
    }

    private static string? OnlyKey(string path, string password) =>
        WebhookKeyStore.Open(path, password).Entries.Where(entry => entry.HasPrivateKey)
            .ToList() is [var only] ? only.Alias : null;

    private static int Judge(WebhookPrivateKeyConfig key, string host, bool asJson)
    {
        var examination = key.ExamineFor(host);
        if (asJson)
        {
            FindingsReport.WriteJson(examination.IsAccepted, examination.Findings);
            return examination.IsAccepted ? 0 : Refused;
        }

        FindingsReport.WriteTable(examination.Findings);
        Console.WriteLine(examination switch
        {
            { IsAccepted: false } => $"Telegram would refuse it for {host}.",
            { NeedsUpload: true } => $"Telegram would accept it for {host}, once it is uploaded with setWebhook (the one call does that by itself; --pem writes it).",
            _ => $"Telegram would accept it for {host}; nothing need be uploaded.",
        });
        return examination.IsAccepted ? 0 : Refused;
    }

    private static void WriteEntries(WebhookKeyStore store)
    {
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators()
            .AddColumn("Alias").AddColumn("Holds").AddColumn("Names").AddColumn("Issuer").AddColumn("Valid until");
        foreach (var entry in store.Entries)
        {
            table.AddRow(
                new Text(entry.Alias ?? "(none)"),
                new Text((entry.HasPrivateKey, entry.CertificatePem) switch
                {
                    (true, null) => "private key, no certificate",
                    (true, _) => "private key",
                    _ => "certificate only",
                }),
                new Text(string.Join('\n', entry.Names)),
                new Text(entry.IsSelfSigned ? "itself" : entry.Issuer ?? ""),
                new Text(entry.NotAfter?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? ""));
        }

        Console.WriteLine($"{store.Format}, {store.Entries.Count} {(store.Entries.Count == 1 ? "entry" : "entries")}");
        FindingsReport.Screen().Write(table);
    }
}
