using System.Text.Json;

namespace Unroll.Tests.Losses;

public class LossCatalogueTests
{
    private const int Classes = 5;
    private const int Samples = 4;

    public static TheoryData<string, string> Configs => new()
    {
        { "BinaryCrossentropy", """{"name":"a","reduction":"sum","from_logits":false,"label_smoothing":0.1,"axis":-1}""" },
        { "BinaryCrossentropy", """{"name":"a","reduction":"sum","from_logits":true,"label_smoothing":0.1,"axis":-1}""" },
        { "BinaryFocalCrossentropy", """{"name":"a","reduction":"mean","from_logits":false,"label_smoothing":0,"axis":-1,"apply_class_balancing":false,"alpha":0.3,"gamma":0}""" },
        { "BinaryFocalCrossentropy", """{"name":"a","reduction":"mean","from_logits":true,"label_smoothing":0.1,"axis":-1,"apply_class_balancing":true,"alpha":0.3,"gamma":1.5}""" },
        { "CategoricalFocalCrossentropy", """{"name":"a","reduction":null,"from_logits":false,"label_smoothing":0.1,"axis":-1,"alpha":0.3,"gamma":1.5}""" },
        { "CategoricalFocalCrossentropy", """{"name":"a","reduction":null,"from_logits":true,"label_smoothing":0.1,"axis":-1,"alpha":0.3,"gamma":2}""" },
        { "MeanSquaredError", """{"name":"a","reduction":"sum"}""" },
        { "MeanAbsoluteError", """{"name":"a","reduction":"sum"}""" },
        { "MeanAbsolutePercentageError", """{"name":"a","reduction":"sum"}""" },
        { "MeanSquaredLogarithmicError", """{"name":"a","reduction":"sum"}""" },
        { "Huber", """{"name":"a","reduction":"sum","delta":0.25}""" },
        { "LogCosh", """{"name":"a","reduction":"sum"}""" },
        { "CosineSimilarity", """{"name":"a","reduction":"sum"}""" },
        { "Hinge", """{"name":"a","reduction":"sum"}""" },
        { "SquaredHinge", """{"name":"a","reduction":"sum"}""" },
        { "CategoricalHinge", """{"name":"a","reduction":"sum"}""" },
        { "KLDivergence", """{"name":"a","reduction":"sum"}""" },
        { "Poisson", """{"name":"a","reduction":"sum"}""" },
    };

    [Theory]
    [MemberData(nameof(Configs))]
    public void FromConfig_KerasOptions_RoundTrip(string className, string json)
    {
        Loss loss = Read(className, json);
        Assert.Equal(className, loss.ClassName);
        Assert.Equal(json, JsonSerializer.Serialize(loss.Config));
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Gradient_AgreesWithDifferencesOfTheValues(string className, string json)
    {
        const float Step = 1f / 256;
        Loss loss = Read(className, json);
        float[] p = new float[Samples * Classes], y = new float[p.Length], gradient = new float[p.Length];
        for (int i = 0; i < p.Length; i++)
        {
            p[i] = 0.1f + 0.8f * (float)((i * 7 + 3) % 20) / 20;
            y[i] = (i % Classes) == (i / Classes) ? 1 : 0;
        }

        float[] weights = [1, 0.5f, 2, 1];
        loss.Gradient(new Targets(y), p, Classes, loss.PredictsLogits, weights, gradient);
        double scale = gradient.Max(Math.Abs);
        for (int i = 0; i < p.Length; i++)
        {
            double slope = (Sum(loss, y, p, i, Step, weights) - Sum(loss, y, p, i, -Step, weights)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 2e-3 * Math.Max(scale, 0.1));
        }
    }

    [Fact]
    public void FromConfig_Ctc_RoundTrips()
    {
        const string Json = """{"name":"a","reduction":"sum"}""";
        Assert.Equal(Json, JsonSerializer.Serialize(Read("CTC", Json).Config));
    }

    [Theory]
    [InlineData("ctc", "CTC")]
    [InlineData("CTC", "CTC")]
    [InlineData("mse", "MeanSquaredError")]
    [InlineData("bce", "BinaryCrossentropy")]
    [InlineData("huber", "Huber")]
    [InlineData("kl_divergence", "KLDivergence")]
    [InlineData("Poisson", "Poisson")]
    public void FromName_KerasNames_GiveTheLoss(string name, string className) => Assert.Equal(className, Loss.FromName(name).ClassName);

    [Fact]
    public void Hinge_TargetsOfOtherNumbers_AreTakenAsTheyAre()
    {
        float[] values = new float[1];
        Loss.Hinge.Values(new Targets([-1f, 0]), [0.5f, 0.5f], 2, false, values);
        Assert.Equal((1.5f + 1) / 2, values[0]);
        Loss.Hinge.Values(new Targets([1f, 0]), [0.5f, 0.5f], 2, false, values);
        Assert.Equal((0.5f + 1.5f) / 2, values[0]);
    }

    [Fact]
    public void CosineSimilarity_OfZero_IsZero()
    {
        float[] values = new float[1];
        Loss.CosineSimilarity.Values(new Targets([1f, 0]), [0f, 0], 2, false, values);
        Assert.Equal(0, values[0]);
    }

    [Fact]
    public void ValuesAndGradient_SteadyState_AllocateNothing()
    {
        float[] p = new float[Samples * Classes], y = new float[p.Length], values = new float[Samples], gradient = new float[p.Length], weights = [1, 1, 1, 1];
        Array.Fill(p, 0.5f);
        Loss[] losses = [Loss.MeanSquaredError, Loss.BinaryCrossentropy, Loss.CategoricalHinge, Loss.CategoricalFocalCrossentropy];
        long before = 0;
        for (int i = 0; i < 20; i++)
        {
            if (i == 10)
                before = GC.GetAllocatedBytesForCurrentThread();
            foreach (Loss loss in losses)
            {
                loss.Values(new Targets(y), p, Classes, false, values);
                loss.Gradient(new Targets(y), p, Classes, false, weights, gradient);
            }
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Loss Read(string className, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Loss.FromConfig(className, document.RootElement);
    }

    private static double Sum(Loss loss, float[] y, float[] p, int at, float step, float[] weights)
    {
        float[] moved = [.. p], values = new float[Samples];
        moved[at] += step;
        loss.Values(new Targets(y), moved, Classes, loss.PredictsLogits, values);
        return LossReduction.Sum(weights, values);
    }
}
