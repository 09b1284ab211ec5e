using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Telegram.Webhooks.Runtime.PostgreSql;

namespace Telegram.Webhooks.Runtime;

/// <summary>Adds <c>UpdateInbox.PostgreSql(…)</c>.</summary>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "A text and a data source are never confused.")]
public static class PostgreSqlInboxExtensions
{
    extension(UpdateInbox)
    {
        /// <summary>
        /// Keeps updates in a PostgreSQL database that any number of instances of a bot share, and several bots, too:
        /// each chat is handled by one instance at a time, and what an instance held that dies is handled by the
        /// others. An update is acknowledged after it is committed.
        /// </summary>
        /// <param name="connectionString">Where the database is, as Npgsql takes it; the role owns the schema
        /// <c>telegram</c>, or may create it.</param>
        /// <param name="options">Limits and retention; null for the defaults.</param>
        /// <exception cref="ArgumentException">The connection string is empty or cannot be read.</exception>
        public static UpdateInbox PostgreSql(string connectionString, PostgreSqlInboxOptions? options = null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
            options ??= new PostgreSqlInboxOptions();
            return new PostgreSqlInboxChoice(new DatabaseSource(connectionString, options.TransactionPooling), options);
        }

        /// <summary>
        /// As <see cref="PostgreSql(string, PostgreSqlInboxOptions?)"/>, with a data source that the caller makes and
        /// disposes of.
        /// </summary>
        /// <param name="dataSource">Where connections come from; it must not be disposed of before the inbox is closed.
        /// The pool needs room for six connections beside those that others use.</param>
        /// <param name="options">Limits and retention; null for the defaults.</param>
        public static UpdateInbox PostgreSql(NpgsqlDataSource dataSource, PostgreSqlInboxOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(dataSource);
            return new PostgreSqlInboxChoice(new DatabaseSource(dataSource), options ?? new PostgreSqlInboxOptions());
        }
    }
}
