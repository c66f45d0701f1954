using Unroll.Tests.Reference;

namespace Unroll.Tests.Models;

/// <summary>Graphs that nobody thought of, against plain double arithmetic and against themselves read from their config.</summary>
public class RandomGraphTests
{
    private const double Delta = 1e-5;

    /// <summary>Graphs of 2 to 9 calls, the same in every run: a kink that a finite difference steps over would fail one run in many.</summary>
    private static IEnumerable<(ulong Seed, int Calls)> Graphs(int count) => Enumerable.Range(0, count).Select(static i => ((ulong)i * 7919, 2 + (i % 8)));

    [Fact]
    public void Backward_RandomGraphs_AgreesWithPlainArithmetic()
    {
        foreach ((ulong seed, int calls) in Graphs(150))
        {
            CheckNumbers(seed, calls);
        }
    }

    [Fact]
    public void FromJson_RandomGraphs_ComputesTheSameBits()
    {
        foreach ((ulong seed, int calls) in Graphs(100))
        {
            CheckConfig(seed, calls);
        }
    }

    private static void CheckNumbers(ulong seed, int calls)
    {
        var graph = new RandomGraph(seed, calls);
        ModelRun run = NewRun(graph.Model, seed);
        var weights = graph.Model.Weights.ToDictionary(w => w, w => NdArray.Of(w.Values, w.Shape.ToArray()));
        NdArray[] inputs = [.. run.Inputs.Select(x => NdArray.Of(x.Floats, x.Dimensions.ToArray()))];
        run.Forward(training: true, keep: true);
        NdArray[] expected = graph.Run(inputs, weights);
        var samples = new Samples(seed + 1);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Dimensions, run.Outputs[i].Dimensions.ToArray());
            CheckOutput($"Output {i} of graph {seed}", expected[i].Values, run.Outputs[i].Floats);
            samples.Floats(run.Outputs[i].Count).CopyTo(run.Outputs[i].Gradient);
        }
        double[][] upstream = [.. run.Outputs.Select(y => Samples.Doubles(y.Gradient))];
        run.Backward();
        double Loss() => graph.Run(inputs, weights).Zip(upstream, (y, d) => y.Values.Zip(d, (a, b) => a * b).Sum()).Sum();
        for (int i = 0; i < inputs.Length; i++)
        {
            CheckSlope($"input {i}", inputs[i].Values, run.Inputs[i].Gradient, samples, Loss);
        }
        foreach (Parameter weight in graph.Model.Weights.Where(w => w.Trains))
        {
            CheckSlope(weight.Name, weights[weight].Values, run.Gradient(weight), samples, Loss);
        }
    }

    /// <summary>Relative to values of about 1, not to the output's own: a graph may subtract what is equal, and then only rounding is left.</summary>
    private static void CheckOutput(string what, double[] expected, ReadOnlySpan<float> actual)
    {
        double scale = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4 * scale, $"{what}: element {i} is {actual[i]}, but {expected[i]} in plain arithmetic.");
        }
    }

    /// <summary>The slope in a random direction against the gradient's.</summary>
    private static void CheckSlope(string what, double[] at, ReadOnlySpan<float> gradient, Samples samples, Func<double> loss)
    {
        float[] direction = samples.Floats(at.Length);
        double[] old = [.. at];
        double Moved(double step)
        {
            for (int i = 0; i < at.Length; i++)
            {
                at[i] = old[i] + (step * direction[i]);
            }
            return loss();
        }

        double slope = (Moved(Delta) - Moved(-Delta)) / (2 * Delta);
        Moved(0);
        (double expected, double scale) = (0, 1e-2);
        for (int i = 0; i < at.Length; i++)
        {
            expected += gradient[i] * direction[i];
            scale += Math.Abs(gradient[i] * direction[i]);
        }
        Assert.True(Math.Abs(slope - expected) <= 1e-3 * scale, $"The slope of {what} is {expected}, but {slope} in plain arithmetic.");
    }

    private static void CheckConfig(ulong seed, int calls)
    {
        Model model = new RandomGraph(seed, calls).Model;
        string json = model.ToJson();
        Model again = Model.FromJson(json);
        Assert.Equal(json, again.ToJson());
        ModelRun run = NewRun(model, seed);
        again.WithWeightsOf(model);
        ModelRun other = NewRun(again, seed, setsWeights: false);
        foreach (ModelRun each in new[] { run, other })
        {
            each.Forward(training: true, keep: true);
            Array.ForEach(each.Outputs, static y => y.Gradient.Fill(0.5f));
            each.Backward();
        }
        GraphRun.AssertSame(model, run, again, other);
    }

    private static ModelRun NewRun(Model model, ulong seed, bool setsWeights = true)
    {
        var samples = new Samples(seed);
        var run = new ModelRun(model) { NeedsInputGradients = true };
        for (int i = 0; i < run.Inputs.Length; i++)
        {
            run.Inputs[i].Resize([2, .. model.Graph.Inputs[i].Shape.Axes[1..]]);
            samples.Floats(run.Inputs[i].Count).CopyTo(run.Inputs[i].Floats);
        }
        foreach (Parameter weight in model.Weights.Where(w => setsWeights && w.Trains))
        {
            weight.Set(samples.Floats(weight.Count));
        }
        return run;
    }
}
