using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>An update that is not done, as it is in the database.</summary>
internal sealed record LaneRow(long Position, StoredUpdate Update)
{
    /// <summary>When it came into its lane; a replayed update does so again.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>How many attempts have ended, or count as if.</summary>
    public int Attempt { get; init; }

    /// <summary>The last attempt's end was recorded.</summary>
    public bool Failed { get; init; }

    /// <summary>When its wait for a retry is over.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How long that wait was asked to be.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Of an album that was tried: where its first part stands.</summary>
    public long? Unit { get; init; }

    /// <summary>What was said; empty for nothing.</summary>
    public byte[] Said { get; init; } = [];

    /// <summary>A part of an album that more parts may join.</summary>
    public bool IsOpen => Update.MediaGroupId is not null && Unit is null && Attempt == 0;

    public bool IsOfAlbum(LaneRow other) =>
        IsOpen && other.IsOpen && Update.MediaGroupId == other.Update.MediaGroupId && Update.Kind == other.Update.Kind;

    /// <summary>Reads the columns that <see cref="LaneSql"/> names; the lane is the first of them.</summary>
    public static (long Lane, LaneRow Row) Read(NpgsqlDataReader reader, bool withAlbums)
    {
        var lane = reader.GetInt64(0);
        return (lane, new LaneRow(reader.GetInt64(1), new StoredUpdate
        {
            Id = reader.GetInt64(2),
            UpdateId = reader.GetInt64(3),
            Kind = reader.TextOrNull(4),
            Lane = reader.GetBoolean(5) ? null : lane,
            MediaGroupId = withAlbums ? reader.TextOrNull(6) : null,
            Body = reader.GetFieldValue<byte[]>(7),
            ReceivedAt = reader.Time(8),
        })
        {
            JoinedAt = reader.Time(9),
            Attempt = reader.GetInt32(10),
            Failed = reader.GetBoolean(11),
            DueAt = reader.IsDBNull(12) ? null : reader.Time(12),
            Wait = reader.IsDBNull(13) ? TimeSpan.Zero : TimeSpan.FromMicroseconds(reader.GetInt64(13)),
            Unit = reader.IsDBNull(14) ? null : reader.GetInt64(14),
            Said = reader.Bytes(15),
        });
    }
}
