using System.Text.Json;

namespace Unroll.Tests.Metrics;

public class MetricTests
{
    [Fact]
    public void CategoricalAccuracy_EqualPredictions_TakeTheFirst()
    {
        MetricState state = default;
        Metric.CategoricalAccuracy.Update(ref state, new Targets((ReadOnlySpan<float>)[1, 0, 0, 0, 1, 0]), [0.4f, 0.4f, 0.2f, 0.4f, 0.4f, 0.2f], 3, []);
        Assert.Equal(0.5, Metric.CategoricalAccuracy.Result(state));
    }

    [Fact]
    public void SparseCategoricalAccuracy_TwoBatches_CountSamples()
    {
        MetricState state = default;
        Metric.SparseCategoricalAccuracy.Update(ref state, new Targets((ReadOnlySpan<int>)[1, 0]), [0.1f, 0.9f, 0.1f, 0.9f], 2, []);
        Metric.SparseCategoricalAccuracy.Update(ref state, new Targets((ReadOnlySpan<int>)[1]), [0.1f, 0.9f], 2, []);
        Assert.Equal(2.0 / 3, Metric.SparseCategoricalAccuracy.Result(state), 1e-15);
    }

    [Fact]
    public void Update_SampleWeights_WeighSteps()
    {
        MetricState state = default;
        Metric.SparseCategoricalAccuracy.Update(
            ref state, new Targets((ReadOnlySpan<int>)[1, 0, 1, 0]), [0, 1, 0, 1, 0, 1, 1, 0], 2, [1, 3], steps: 2);
        Assert.Equal((1 + 6) / 8.0, Metric.SparseCategoricalAccuracy.Result(state));
        Assert.Equal(4, state.Count);
    }

    [Fact]
    public void BinaryAccuracy_AtTheThreshold_CountsAsZero()
    {
        MetricState state = default;
        Metric.BinaryAccuracy.Update(ref state, new Targets((ReadOnlySpan<float>)[0, 1]), [0.5f, 0.6f], 1, []);
        Assert.Equal(1, Metric.BinaryAccuracy.Result(state));
    }

    [Theory]
    [InlineData(46, 46, "CategoricalAccuracy")]
    [InlineData(0, 46, "SparseCategoricalAccuracy")]
    [InlineData(1, 46, "SparseCategoricalAccuracy")]
    [InlineData(1, 1, "BinaryAccuracy")]
    [InlineData(0, 1, "BinaryAccuracy")]
    public void Resolve_Accuracy_ChoosesByShapesAndKeepsTheName(int targetClasses, int classes, string className)
    {
        Metric metric = Metric.Accuracy.Resolve(targetClasses, classes);
        Assert.Equal(className, metric.ClassName);
        Assert.Equal("accuracy", metric.Name);
    }

    [Fact]
    public void CategoricalCrossentropy_Probabilities_IsTheLossesMean()
    {
        MetricState state = default;
        Metric.CategoricalCrossentropy.Update(ref state, new Targets((ReadOnlySpan<float>)[1, 0, 0, 1]), [0.5f, 0.5f, 0.75f, 0.25f], 2, []);
        Assert.Equal((Math.Log(2) + Math.Log(4)) / 2, Metric.CategoricalCrossentropy.Result(state), 1e-7);
        Assert.Equal("categorical_crossentropy", Metric.CategoricalCrossentropy.Name);
    }

    [Fact]
    public void Result_NoSamples_IsZero() => Assert.Equal(0, Metric.Accuracy.Result(default));

    [Fact]
    public void Update_TargetsOfTheOtherKind_SaysWhatToDo() =>
        Assert.Equal(
            "Metric 'categorical_accuracy' expects 4 targets for 2 predictions of 2 values, but got 2. "
            + "Choose the metric that fits the targets: categorical for one-hot labels, sparse for class numbers.",
            Assert.Throws<ShapeException>(() =>
            {
                MetricState state = default;
                Metric.CategoricalAccuracy.Update(ref state, new Targets((ReadOnlySpan<int>)[1, 0]), new float[4], 2, []);
            }).Message);

    [Theory]
    [InlineData("Accuracy", """{"name":"a"}""")]
    [InlineData("BinaryAccuracy", """{"name":"a","threshold":0.25}""")]
    [InlineData("SparseCategoricalCrossentropy", """{"name":"a","from_logits":true,"ignore_class":null}""")]
    public void FromConfig_KerasOptions_RoundTrip(string className, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Metric metric = Metric.FromConfig(className, document.RootElement);
        Assert.Equal(className, metric.ClassName);
        Assert.Equal(json, JsonSerializer.Serialize(metric.Config));
    }
}
