using Npgsql;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// The updates of a batch and their lanes as <see cref="AppendSql.Updates"/> takes them: arrays, ids and lanes in
/// ascending order.
/// </summary>
internal sealed class AppendColumns
{
    private readonly (AppendRequest Request, int At)[] _updates;
    private readonly long[] _ids;
    private readonly long[] _lanes;
    private readonly long[] _counts;
    private readonly int[] _firstComes;
    private readonly int[] _laneOf;
    private readonly long[] _back;

    /// <param name="updates">The updates, in the order in which they came.</param>
    public AppendColumns(List<(AppendRequest Request, int At)> updates)
    {
        var places = new Dictionary<long, (int Count, int Nth)>(updates.Count);
        var nth = new int[updates.Count];
        for (var i = 0; i < nth.Length; i++)
        {
            var lane = Lane(updates[i]);
            var seen = places.TryGetValue(lane, out var known) ? known : (Count: 0, Nth: places.Count);
            nth[i] = seen.Count + 1;
            places[lane] = (seen.Count + 1, seen.Nth);
        }

        _lanes = [.. places.Keys];
        Array.Sort(_lanes);
        _counts = new long[_lanes.Length];
        _firstComes = new int[_lanes.Length];
        for (var i = 0; i < _lanes.Length; i++)
            (_counts[i], _firstComes[i]) = (places[_lanes[i]].Count, places[_lanes[i]].Nth);

        _ids = new long[updates.Count];
        var order = new int[updates.Count];
        for (var i = 0; i < order.Length; i++)
            (_ids[i], order[i]) = (updates[i].Request.Updates[updates[i].At].UpdateId!.Value, i);
        Array.Sort(_ids, order);
        _updates = new (AppendRequest, int)[order.Length];
        _laneOf = new int[order.Length];
        _back = new long[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            _updates[i] = updates[order[i]];
            var at = Array.BinarySearch(_lanes, Lane(_updates[i]));
            // Arrays of the database count from one.
            _laneOf[i] = at + 1;
            _back[i] = _counts[at] - nth[order[i]];
        }
    }

    /// <summary>Adds the arrays to the statement.</summary>
    /// <param name="command">The statement.</param>
    /// <param name="room">How many more lanes this instance may own: the first that come.</param>
    public NpgsqlBatchCommand AddTo(NpgsqlBatchCommand command, int room) => command
        .With(_lanes).With(_counts).With(Array.ConvertAll(_firstComes, nth => nth < room))
        .With(_ids).With(_laneOf).With(_back)
        .With(Each(static (request, at) => request.Singles[at]))
        .With(Each(static (request, at) => StoredText.Of(request.Updates[at].Kind)))
        .With(Each(static (request, at) => StoredText.Of(request.Updates[at].MediaGroupId)))
        .With(Each(static (request, at) => request.Updates[at].Body));

    private static long Lane((AppendRequest Request, int At) update) => update.Request.Lanes[update.At];

    private T[] Each<T>(Func<AppendRequest, int, T> value)
    {
        var values = new T[_updates.Length];
        for (var i = 0; i < values.Length; i++) values[i] = value(_updates[i].Request, _updates[i].At);
        return values;
    }
}
