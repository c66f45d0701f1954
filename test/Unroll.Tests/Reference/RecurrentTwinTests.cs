using Unroll.Kernels;

namespace Unroll.Tests.Reference;

/// <summary>The twin's own gradient, by central differences: what everything else is held against.</summary>
public class RecurrentTwinTests
{
    public static TheoryData<int, bool, bool> Cells => new MatrixTheoryData<int, bool, bool>([.. Enum.GetValues<CellKind>().Cast<int>()], [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Backward_AgainstCentralDifferences_Agrees(int cell, bool sequences, bool masked)
    {
        var options = new RecurrentOptions((CellKind)cell) { ReturnSequences = sequences, GoBackwards = masked, ZeroOutputForMask = masked && sequences };
        var test = new RecurrentCase(options, features: 3, units: 4, batch: 3, steps: 5, masked ? MaskKind.Holes : MaskKind.None, initialState: true);
        RecurrentTwin twin = test.Twin;
        RecurrentTwin.Input input = test.Input with { RecurrentFactors = [.. Enumerable.Range(0, 12).Select(i => i % 3 * 0.8)] };
        RecurrentTwin.Output upstream = test.TwinUpstream;
        twin.Forward(input);
        (double[] dx, double[] dh, double[] dc) = twin.Backward(input, upstream);
        double[][] gradients = [twin.KernelGradient, twin.RecurrentGradient, twin.BiasGradient, dx, dh];
        double[][] places = [twin.Kernel, twin.Recurrent, twin.Bias, input.X, input.State![0]];
        for (int i = 0; i < places.Length; i++)
        {
            CheckSlopes(places[i], gradients[i], Loss);
        }
        if (options.Kind == CellKind.Lstm)
        {
            CheckSlopes(input.State![1], dc, Loss);
        }

        double Loss()
        {
            RecurrentTwin.Output output = twin.Forward(input);
            return Dot(output.Values, upstream.Values) + Dot(output.H, upstream.H) + Dot(output.C, options.Kind == CellKind.Lstm ? upstream.C : new double[upstream.C.Length]);
        }
    }

    [Fact]
    public void Backward_OfDenseAndEmbedding_AgreesWithCentralDifferences()
    {
        var samples = new Samples(2);
        int[] tokens = [3, 0, 3, 1];
        double[] table = Samples.Doubles(samples.Floats(15)), dy = Samples.Doubles(samples.Floats(8));
        var dense = new DenseTwin(3, 2) { Kernel = Samples.Doubles(samples.Floats(6)), Bias = Samples.Doubles(samples.Floats(2)) };
        double[] dx = dense.Backward(EmbeddingTwin.Forward(table, 3, tokens), dy);
        CheckSlopes(dense.Kernel, dense.KernelGradient, Loss);
        CheckSlopes(dense.Bias, dense.BiasGradient, Loss);
        CheckSlopes(table, EmbeddingTwin.Backward(5, 3, tokens, dx), Loss);

        double Loss() => Dot(dense.Forward(EmbeddingTwin.Forward(table, 3, tokens)), dy);
    }

    // The difference's own error is of the order of delta squared and of 1e-16 over delta.
    private static void CheckSlopes(double[] at, double[] gradient, Func<double> loss)
    {
        const double Delta = 1e-5;
        for (int i = 0; i < at.Length; i++)
        {
            double old = at[i];
            at[i] = old + Delta;
            double above = loss();
            at[i] = old - Delta;
            double below = loss();
            at[i] = old;
            Assert.Equal((above - below) / (2 * Delta), gradient[i], 1e-8);
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
