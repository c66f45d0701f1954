using Unroll.Tests.Reference;

namespace Unroll.Tests.Layers;

/// <summary>Batch renormalisation: the formula of keras/src/layers/normalization/batch_normalization_test.py, in double.</summary>
public class RenormTests
{
    private const int Rows = 7;
    private const int Features = 3;
    private const double Epsilon = 1e-3f;

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(0.9, 1.1, 0.3)]
    public void Step_Training_CorrectsByTheMovingStatistics(double? rMin, double? rMax, double? dMax)
    {
        var layer = new BatchNormalization
        {
            Renorm = true,
            Momentum = 0.9f,
            RenormMomentum = 0.8f,
            RenormClipping = new() { RMin = (float?)rMin, RMax = (float?)rMax, DMax = (float?)dMax },
        };
        var input = new InputLayer(Features);
        var run = new ModelRun(new Model(input.Tensor, layer.Apply(input.Tensor))) { NeedsInputGradients = true };
        Assert.Equal(["gamma", "beta", "moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev"], layer.Weights.Select(w => w.LocalName.Split('/')[^1]));
        var samples = new Samples(1);
        float[][] weights = [.. layer.Weights.Select((_, i) => samples.Floats(Features).Select(w => i is 0 or 3 or 4 or 6 ? Math.Abs(w) + 0.5f : w).ToArray())];
        for (int i = 0; i < weights.Length; i++) layer.Weights[i].Set(weights[i]);
        float[] x = samples.Floats(Rows * Features, 2), dy = samples.Floats(x.Length);
        run.Inputs[0].Resize(Rows, Features);
        x.CopyTo(run.Inputs[0].Floats);
        run.Forward(training: true, keep: true);
        dy.CopyTo(run.Outputs[0].Gradient);
        run.Backward();

        double[][] w = [.. weights.Select(v => Samples.Doubles(v))];
        (double[] mean, double[] deviation) = Statistics(Samples.Doubles(x));
        double[] r = [.. deviation.Zip(w[6], (a, b) => Math.Clamp(a / b, rMin ?? 0, rMax ?? double.PositiveInfinity))];
        double[] d = [.. mean.Select((m, c) => Math.Clamp((m - w[5][c]) / w[6][c], -dMax ?? double.NegativeInfinity, dMax ?? double.PositiveInfinity))];
        Gradients.Check("The output", Output(Samples.Doubles(x), r, d, w[0], w[1]), run.Outputs[0].Floats, 1e-5);
        Gradients.Check("dx", Slopes(Samples.Doubles(x), v => Output(v, r, d, w[0], w[1])), run.Inputs[0].Gradient, 1e-5);
        Gradients.Check("dgamma", Slopes(w[0], v => Output(Samples.Doubles(x), r, d, v, w[1])), run.Gradient(layer.Weights[0]), 1e-5);
        Gradients.Check("dbeta", Slopes(w[1], v => Output(Samples.Doubles(x), r, d, w[0], v)), run.Gradient(layer.Weights[1]), 1e-5);

        Check(2, (c, old) => (old * 0.9) + (mean[c] * 0.1));
        Check(4, (c, old) => (old * 0.9) + (deviation[c] * 0.1));
        Check(5, (c, old) => (old * 0.8) + (mean[c] * 0.2));
        Check(6, (c, old) => (old * 0.8) + (deviation[c] * 0.2));
        Check(3, (c, _) => Math.Pow((w[4][c] * 0.9) + (deviation[c] * 0.1), 2) - Epsilon);

        double[] Slopes(double[] at, Func<double[], double[]> output)
        {
            return [.. Enumerable.Range(0, at.Length).Select(i => (Loss(i, 1e-6) - Loss(i, -1e-6)) / 2e-6)];

            double Loss(int i, double by)
            {
                double[] moved = [.. at];
                moved[i] += by;
                return output(moved).Zip(dy, (a, b) => a * b).Sum();
            }
        }

        void Check(int weight, Func<int, double, double> expected) =>
            Gradients.Check(layer.Weights[weight].Name, [.. w[weight].Select((old, c) => expected(c, old))], layer.Weights[weight].ToArray(), 1e-5);
    }

    private static double[] Output(double[] x, double[] r, double[] d, double[] gamma, double[] beta)
    {
        (double[] mean, double[] deviation) = Statistics(x);
        return [.. x.Select((v, i) => (((v - mean[i % Features]) / deviation[i % Features] * r[i % Features]) + d[i % Features]) * gamma[i % Features] + beta[i % Features])];
    }

    private static (double[] Mean, double[] Deviation) Statistics(double[] x)
    {
        double[] mean = [.. Enumerable.Range(0, Features).Select(c => Enumerable.Range(0, Rows).Average(row => x[(row * Features) + c]))];
        return (mean, [.. mean.Select((m, c) => Math.Sqrt(Enumerable.Range(0, Rows).Average(row => Math.Pow(x[(row * Features) + c] - m, 2)) + Epsilon))]);
    }
}
