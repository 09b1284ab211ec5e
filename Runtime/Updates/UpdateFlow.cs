namespace Telegram.Webhooks.Runtime;

/// <summary>What is done with several flows.</summary>
public static class UpdateFlow
{
    /// <summary>
    /// The items of all the flows, like <c>+</c> between them; of none when there are no flows. A subscriber gets an
    /// item that is in several of them as often.
    /// </summary>
    public static UpdateFlow<T> AggregateFlows<T>(params IEnumerable<UpdateFlow<T>> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        return flows.DefaultIfEmpty(new UpdateFlow<T>(nameof(AggregateFlows))).Aggregate((one, other) => one + other);
    }

    /// <inheritdoc cref="AggregateFlows{T}(IEnumerable{UpdateFlow{T}})"/>
    public static UpdateFlow<T> AggregateFlows<T>(
        this FlowsUpdatesFilter filter, params IEnumerable<UpdateFlow<T>> flows)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return AggregateFlows(flows);
    }
}
