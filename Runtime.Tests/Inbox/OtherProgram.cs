using Microsoft.Data.Sqlite;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Somebody else who opens an inbox's file.</summary>
internal static class OtherProgram
{
    public static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
