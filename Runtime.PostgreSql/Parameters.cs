using Npgsql;
using NpgsqlTypes;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Fills in $1, $2 … of a statement, in their order, each with its type: so nothing is guessed and nothing is boxed.
/// </summary>
internal static class Parameters
{
    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, long value) =>
        command.Add(value, NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, int value) =>
        command.Add(value, NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, string value) =>
        command.Add(value, NpgsqlDbType.Text);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, long[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, int[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, bool[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Boolean);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, string?[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, byte[]?[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, ReadOnlyMemory<byte>[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, DateTime[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);

    /// <summary>A time that may be left to the database.</summary>
    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, DateTimeOffset? value) =>
        value is { } time ? command.Add(time.UtcDateTime, NpgsqlDbType.TimestampTz) : command.AddNull(NpgsqlDbType.TimestampTz);

    public static NpgsqlBatchCommand WithText(this NpgsqlBatchCommand command, string? value) =>
        value is null ? command.AddNull(NpgsqlDbType.Text) : command.Add(value, NpgsqlDbType.Text);

    /// <summary>A time span as microseconds, which is what the database counts.</summary>
    public static long Microseconds(this TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(this NpgsqlDataReader reader, int column) =>
        new(reader.GetDateTime(column), TimeSpan.Zero);

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static byte[] Bytes(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);

    private static NpgsqlBatchCommand Add<T>(this NpgsqlBatchCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }

    private static NpgsqlBatchCommand AddNull(this NpgsqlBatchCommand command, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type });
        return command;
    }
}
