using System.Text.Json;

namespace Unroll.Tests.Metrics;

public class MetricCatalogueTests
{
    [Theory]
    [InlineData("TopKCategoricalAccuracy", """{"name":"a","k":3}""")]
    [InlineData("SparseTopKCategoricalAccuracy", """{"name":"a","k":3}""")]
    [InlineData("Precision", """{"name":"a","thresholds":null,"top_k":2,"class_id":1}""")]
    [InlineData("Recall", """{"name":"a","thresholds":0.25,"top_k":null,"class_id":null}""")]
    [InlineData("Recall", """{"name":"a","thresholds":[0.25,0.5],"top_k":null,"class_id":null}""")]
    [InlineData("AUC", """{"name":"a","num_thresholds":100,"curve":"PR","summation_method":"majoring","multi_label":false,"num_labels":null,"label_weights":null,"from_logits":true}""")]
    [InlineData("AUC", """{"name":"a","num_thresholds":4,"curve":"ROC","summation_method":"interpolation","multi_label":true,"num_labels":null,"label_weights":[1,0.5],"from_logits":false,"thresholds":[0.2,0.7]}""")]
    [InlineData("SensitivityAtSpecificity", """{"name":"a","class_id":2,"num_thresholds":100,"specificity":0.4}""")]
    [InlineData("SpecificityAtSensitivity", """{"name":"a","class_id":null,"num_thresholds":1,"sensitivity":0.4}""")]
    [InlineData("PrecisionAtRecall", """{"name":"a","class_id":null,"num_thresholds":200,"recall":1}""")]
    [InlineData("RecallAtPrecision", """{"name":"a","class_id":0,"num_thresholds":200,"precision":0}""")]
    [InlineData("TruePositives", """{"name":"a","thresholds":[0.25,0.5]}""")]
    [InlineData("FalseNegatives", """{"name":"a","thresholds":null}""")]
    [InlineData("F1Score", """{"name":"a","average":"weighted","threshold":0.25}""")]
    [InlineData("FBetaScore", """{"name":"a","average":null,"threshold":null,"beta":2}""")]
    [InlineData("R2Score", """{"name":"a","class_aggregation":null,"num_regressors":3}""")]
    [InlineData("RootMeanSquaredError", """{"name":"a"}""")]
    [InlineData("MeanSquaredError", """{"name":"a"}""")]
    [InlineData("LogCoshError", """{"name":"a"}""")]
    public void FromConfig_KerasOptions_RoundTrip(string className, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Metric metric = Metric.FromConfig(className, document.RootElement);
        Assert.Equal(className, metric.ClassName);
        Assert.Equal(json, JsonSerializer.Serialize(metric.Config.ToDictionary(o => o.Key, o => o.Value), JsonSerializerOptions.Default));
    }

    [Theory]
    [InlineData("mae", "MeanAbsoluteError", "mae")]
    [InlineData("MeanAbsoluteError", "MeanAbsoluteError", "mean_absolute_error")]
    [InlineData("acc", "Accuracy", "acc")]
    [InlineData("AUC", "AUC", "auc")]
    [InlineData("top_k_categorical_accuracy", "TopKCategoricalAccuracy", "top_k_categorical_accuracy")]
    public void FromName_KerasNames_GiveTheSameMetricEachTime(string name, string className, string ownName)
    {
        Metric metric = Metric.FromName(name);
        Assert.Equal((className, ownName), (metric.ClassName, metric.Name));
        Assert.Same(metric, Metric.FromName(name));
    }

    [Fact]
    public void Precision_TopKOfEquals_TakesTheFirst()
    {
        MetricState state = default;
        Precision metric = new() { TopK = 1 };
        metric.Update(ref state, new Targets([1f, 0, 0]), [0.3f, 0.3f, 0.3f], 3, []);
        Assert.Equal(1, metric.Result(state));
        metric.Update(ref state, new Targets([0f, 1, 0]), [0.3f, 0.3f, 0.3f], 3, []);
        Assert.Equal(0.5, metric.Result(state));
    }

    [Fact]
    public void Results_SeveralThresholds_GiveOneEach()
    {
        MetricState state = default;
        Recall metric = new() { Thresholds = [0.25, 0.75] };
        metric.Update(ref state, new Targets([1f, 1]), [0.5f, 0.9f], 1, []);
        Assert.Equal([1, 0.5], metric.Results(state));
    }

    [Fact]
    public void Reset_BeginsAgain()
    {
        MetricState state = default;
        Metric.Auc.Update(ref state, new Targets([0f, 1]), [0.2f, 0.9f], 1, []);
        Assert.Equal(1, Metric.Auc.Result(state), 1e-12);
        state.Reset();
        Assert.Equal(0, Metric.Auc.Result(state));
    }

    [Fact]
    public void Auc_ThresholdsOfOnesOwn_GiveTheAreaOverThem()
    {
        // Above 0.2: 3 of 3 and 1 of 2; above 0.7: 2 of 3 and 0 of 2.
        MetricState state = default;
        Auc metric = new() { Thresholds = [0.7, 0.2] };
        metric.Update(ref state, new Targets([1f, 1, 1, 0, 0]), [0.9f, 0.8f, 0.7f, 0.3f, 0.2f], 1, []);
        Assert.Equal(4, metric.NumThresholds);
        Assert.Equal((0.5 * (1 + (2 / 3.0)) / 2) + 0.5, metric.Result(state), 1e-12);
        state.Reset();
        Auc even = new() { Thresholds = [0.25, 0.5, 0.75] }, spaced = new() { NumThresholds = 5 };
        MetricState other = default;
        even.Update(ref state, new Targets([1f, 0, 1]), [0.9f, 0.5f, 0.25f], 1, []);
        spaced.Update(ref other, new Targets([1f, 0, 1]), [0.9f, 0.5f, 0.25f], 1, []);
        Assert.Equal(spaced.Result(other), even.Result(state));
    }

    [Fact]
    public void Counts_OfTheConfusionMatrix_AreWeighted()
    {
        float[] y = [1, 0, 1, 0, 1], p = [0.9f, 0.6f, 0.5f, 0.1f, 0.2f];
        Metric[] metrics = [new TruePositives(), new FalsePositives(), new TrueNegatives(), new FalseNegatives()];
        Assert.Equal([1, 1, 1, 2], metrics.Select(m => Count(m, [])));
        Assert.Equal([1, 2, 4, 8], metrics.Select(m => Count(m, [1, 2, 3, 4, 5])));
        Assert.Equal([true, false, true, false], metrics.Select(m => m.HigherIsBetter));
        MetricState state = default;
        TruePositives several = new() { Thresholds = [0.1, 0.5] };
        several.Update(ref state, new Targets(y), p, 1, []);
        Assert.Equal([3, 1], several.Results(state));

        double Count(Metric metric, float[] weights)
        {
            MetricState own = default;
            metric.Update(ref own, new Targets(y), p, 1, weights);
            return metric.Result(own);
        }
    }

    [Fact]
    public void Auc_OfGains_IsTheAreaAboveAlwaysSayingYes()
    {
        // Of 2 and 2: above 0.75 are 1 and 0, gains (0, 1); above 0.5 are 1 and 1, (0, 0); above 0.25 are 2 and 1, (1, 0.5); above 0 all, (1, 0).
        float[] y = [1, 0, 1, 0], p = [0.9f, 0.6f, 0.3f, 0.1f];
        Assert.Equal(0.25, Area(new Auc { NumThresholds = 5, Curve = AucCurve.PrecisionRecallGain }, y, p, 1), 1e-12);
        Assert.Equal(0.5, Area(new Auc { NumThresholds = 5, Curve = AucCurve.PrecisionRecallGain, Summation = AucSummation.Majoring }, y, p, 1), 1e-12);
    }

    [Fact]
    public void Auc_MultiLabel_IsTheWeightedMeanOfEachClasses()
    {
        float[] y = [1, 0, 0, 1, 1, 1, 0, 0], p = [0.9f, 0.6f, 0.3f, 0.4f, 0.2f, 0.8f, 0.1f, 0.5f];
        double first = Area(new Auc(), [1, 0, 1, 0], [0.9f, 0.3f, 0.2f, 0.1f], 1), second = Area(new Auc(), [0, 1, 1, 0], [0.6f, 0.4f, 0.8f, 0.5f], 1);
        Assert.Equal((first + second) / 2, Area(new Auc { MultiLabel = true }, y, p, 2), 1e-12);
        Assert.Equal((first + (3 * second)) / 4, Area(new Auc { MultiLabel = true, LabelWeights = [1, 3] }, y, p, 2), 1e-12);
        float[] twice = [1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0], predicted = [0.9f, 0.6f, 0.3f, 0.4f, 0.2f, 0.8f, 0.1f, 0.5f, 0.6f, 0.4f, 0.8f, 0.5f];
        Assert.Equal(Area(new Auc(), twice, predicted, 1), Area(new Auc { LabelWeights = [1, 2] }, y, p, 2), 1e-12);
        ShapeException error = Assert.Throws<ShapeException>(() => Area(new Auc { LabelWeights = [1] }, y, p, 2));
        Assert.Equal("Metric 'auc' has 1 label weights, but the predictions have 2 classes. Give one for each.", error.Message);
    }

    private static double Area(Auc metric, float[] y, float[] predictions, int classes)
    {
        MetricState state = default;
        metric.Update(ref state, new Targets(y), predictions, classes, []);
        return metric.Result(state);
    }

    [Fact]
    public void CosineSimilarity_OfTheSameDirection_IsOne()
    {
        MetricState state = default;
        LossMetric metric = new(Loss.CosineSimilarity);
        metric.Update(ref state, new Targets([1f, 1]), [2f, 2], 2, []);
        Assert.Equal(1, metric.Result(state), 1e-7);
    }
}
