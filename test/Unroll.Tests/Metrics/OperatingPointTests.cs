using System.Text.Json;

namespace Unroll.Tests.Metrics;

/// <summary>The values that keras/src/metrics/confusion_metrics_test.py expects.</summary>
public class OperatingPointTests
{
    private static readonly float[] _halves = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    private static readonly float[] _high = [0.0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.1f, 0.45f, 0.5f, 0.8f, 0.9f];
    private static readonly float[] _low = [0.0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.01f, 0.02f, 0.25f, 0.26f, 0.26f];
    private static readonly float[] _mixed = [0.0f, 0.1f, 0.2f, 0.5f, 0.6f, 0.2f, 0.5f, 0.6f, 0.8f, 0.9f];
    private static readonly float[] _twelve = [0.05f, 0.1f, 0.2f, 0.3f, 0.3f, 0.35f, 0.4f, 0.45f, 0.5f, 0.6f, 0.9f, 0.95f];
    private static readonly float[] _ofTwelve = [0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1];

    [Fact]
    public void Results_KerasTests_AreTheValuesThere()
    {
        Assert.Equal(0.8, Result(new SensitivityAtSpecificity(0.8), _halves, _high), 1e-12);
        Assert.Equal(0.6, Result(new SensitivityAtSpecificity(0.4), _halves, _low), 1e-12);
        Assert.Equal(0.675, Result(new SensitivityAtSpecificity(0.4), _halves, _low, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 1e-12);
        Assert.Equal(0.2, Result(new SpecificityAtSensitivity(1), _halves, _low), 1e-12);
        Assert.Equal(0.6, Result(new SpecificityAtSensitivity(0.4), _halves, _low), 1e-12);
        Assert.Equal(0.4, Result(new SpecificityAtSensitivity(0.4), _halves, _low, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 1e-12);
        Assert.Equal(2.0 / 3, Result(new PrecisionAtRecall(0.8), _halves, _mixed), 1e-12);
        Assert.Equal(0.75, Result(new PrecisionAtRecall(0.6), _halves, _mixed), 1e-12);
        Assert.Equal(0.7, Result(new PrecisionAtRecall(7.0 / 8), _halves, _mixed, [2, 1, 2, 1, 2, 1, 2, 2, 1, 2]), 1e-12);
        Assert.Equal(0.5, Result(new RecallAtPrecision(0.75), _ofTwelve, _twelve), 1e-12);
        Assert.Equal(5.0 / 6, Result(new RecallAtPrecision(2.0 / 3), _ofTwelve, _twelve), 1e-12);
        Assert.Equal(0.6, Result(new RecallAtPrecision(0.75), [0, 1, 0, 0, 0, 1, 1], [0.1f, 0.2f, 0.3f, 0.5f, 0.6f, 0.9f, 0.9f], [1, 2, 1, 2, 1, 2, 1]), 1e-12);
        Assert.Equal(0, Result(new RecallAtPrecision(2.0 / 3), [1, 1, 0, 0], [0.1f, 0.2f, 0.3f, 0.9f]));
    }

    [Fact]
    public void Result_Class_IsOfItAlone()
    {
        float[] y = new float[30], p = new float[30];
        for (int i = 0; i < 10; i++)
        {
            y[(3 * i) + (_halves[i] == 1 ? 2 : 0)] = 1;
            Array.Fill(p, _low[i], 3 * i, 3);
        }
        MetricState state = default;
        var metric = new SpecificityAtSensitivity(0.4) { ClassId = 2 };
        metric.Update(ref state, new Targets(y), p, 3, []);
        Assert.Equal(0.6, metric.Result(state), 1e-12);
        MetricState other = default;
        Assert.Equal(
            "Metric 'recall_at_precision' counts class 3, but the model predicts 3 classes, 0 to 2.",
            Assert.Throws<ShapeException>(() => new RecallAtPrecision(0.5) { ClassId = 3 }.Update(ref other, new Targets(y), p, 3, [])).Message);
    }

    // Above a threshold are only greater predictions, so that 0 is above none and 1 not above the last.
    [Fact]
    public void Result_PredictionsOnThresholds_AreNotAboveThem()
    {
        Assert.Equal(0, Result(new SensitivityAtSpecificity(0) { NumThresholds = 3 }, [1, 0], [0, 0]));
        Assert.Equal(1, Result(new SpecificityAtSensitivity(1) { NumThresholds = 3 }, [1, 0], [1, 0.5f]));
        Assert.Equal(1, Result(new SensitivityAtSpecificity(1) { NumThresholds = 1 }, [1, 0], [0.6f, 0.5f]));
        Assert.Equal(0, new PrecisionAtRecall(0.5).Result(default));
    }

    [Fact]
    public void NewMetric_ValueOutOfRange_SaysSo()
    {
        Assert.StartsWith("RecallAtPrecision takes a precision from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new RecallAtPrecision(-1)).Message, StringComparison.Ordinal);
        Assert.Equal("Metric PrecisionAtRecall needs 'recall', a number from 0 to 1.", Error("PrecisionAtRecall", "{}"));
        Assert.Equal("Metric PrecisionAtRecall needs 'recall', a number from 0 to 1.", Error("PrecisionAtRecall", """{"recall":2}"""));
        Assert.Equal("Metric PrecisionAtRecall: 'num_thresholds' must be from 1 to 1000000, but is 2000000000.", Error("PrecisionAtRecall", """{"recall":1,"num_thresholds":2000000000}"""));
    }

    private static string Error(string className, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Assert.Throws<ModelConfigException>(() => Metric.FromConfig(className, document.RootElement)).Message;
    }

    private static double Result(Metric metric, float[] y, float[] predictions, float[]? weights = null)
    {
        MetricState state = default;
        metric.Update(ref state, new Targets(y), predictions, 1, weights);
        return metric.Result(state);
    }
}
