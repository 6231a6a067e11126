using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AgentBus.Models.Telemetry;

namespace AgentBus.Models.Tests.Telemetry;

/// <summary>What is measured of the calls that ask for one model.</summary>
internal sealed class MetricCapture : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value)> _measured = new();
    private readonly MeterListener _listener;
    private readonly string _model;

    public MetricCapture(string model)
    {
        _model = model;
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == ModelsTelemetry.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Keep(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Keep(i, value, tags));
        _listener.Start();
    }

    /// <summary>Name of the instrument, with the type of tokens where there is one, and the value.</summary>
    public IReadOnlyCollection<(string Name, double Value)> All => _measured;

    public IEnumerable<string> Names => _measured.Select(m => m.Name);

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var byName = tags.ToArray().ToDictionary(t => t.Key, t => t.Value?.ToString());
        if (byName.GetValueOrDefault("gen_ai.request.model") == _model)
        {
            _measured.Enqueue(($"{instrument.Name} {byName.GetValueOrDefault("gen_ai.token.type")}".Trim(), value));
        }
    }
}
