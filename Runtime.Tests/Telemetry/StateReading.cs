using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>What an observable instrument of the runtime measures at this moment.</summary>
internal static class StateReading
{
    /// <param name="instrument">Its name.</param>
    /// <param name="tag">The value of a tag that tells the measurement from those of other tests.</param>
    /// <returns>Null where nothing of that tag is measured.</returns>
    public static double? Of(string instrument, string tag)
    {
        double? measured = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, heard) =>
        {
            if (published.Meter.Name == TelegramTelemetry.Name && published.Name == instrument)
                heard.EnableMeasurementEvents(published);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Take(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Take(value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;

        void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (_, given) in tags)
            {
                if (Equals(given, tag))
                    measured = value;
            }
        }
    }
}
