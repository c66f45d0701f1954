using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

/// <summary>The fast float path against the double twin: outputs, and the gradients of all weights, inputs and first states.</summary>
public class RecurrentGradientTests
{
    private const double Tolerance = 1e-6;

    /// <summary>
    /// 1e-6 for a step's gradients; and a weight's gradient is one chain over all rows and steps, of both signs, whose rounding errors of 2^-23 grow as the
    /// square root of their number. (Measured: 3.1e-6 where 740 places make the four gradients of a single unit, 1.5e-6 elsewhere.)
    /// </summary>
    private static double Allowed(int batch, int steps) => Tolerance + (Math.Sqrt(batch * steps) * 1.2e-7);

    // Units, batch, steps: narrow, odd and wide blocks; batches that fill tiles and that don't; weights' gradients that are made in parts, and in the matrices' own order.
    private static readonly (int Units, int Batch, int Steps)[] _shapes =
    [
        (1, 1, 1), (1, 37, 20), (7, 1, 2), (7, 3, 20), (17, 37, 2), (17, 3, 1), (33, 37, 20), (64, 3, 20), (64, 100, 2), (100, 1, 20), (80, 31, 9), (100, 100, 2), (130, 37, 2), (130, 3, 20), (140, 90, 3),
    ];

    public static TheoryData<int, int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, int, int>();
            foreach (CellKind cell in Enum.GetValues<CellKind>())
            {
                foreach ((int units, int batch, int steps) in _shapes)
                {
                    data.Add((int)cell, units, batch, steps);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Backward_ManyShapes_FollowsTheTwin(int cell, int units, int batch, int steps)
    {
        foreach (bool sequences in new[] { false, true })
        {
            var options = new RecurrentOptions((CellKind)cell) { ReturnSequences = sequences };
            int features = units % 16 == 0 ? units : 1 + (units * 7 % 45);
            var test = new RecurrentCase(options, features, units, batch, steps, MaskKind.None, initialState: sequences);
            test.Check(test.Run(), Tolerance, Allowed(batch, steps));
        }
    }

    public static TheoryData<int, MaskKind, bool> Masks =>
        new MatrixTheoryData<int, MaskKind, bool>([.. Enum.GetValues<CellKind>().Cast<int>()], [MaskKind.Front, MaskKind.Behind, MaskKind.Holes, MaskKind.EmptyRows], [false, true]);

    [Theory]
    [MemberData(nameof(Masks))]
    public void Backward_Masked_FollowsTheTwin(int cell, MaskKind mask, bool backwards)
    {
        foreach ((int units, bool sequences, bool initial, bool zero) in new[] { (7, true, false, false), (33, false, true, false), (17, true, true, true), (20, false, false, true), (64, true, true, false) })
        {
            var options = new RecurrentOptions((CellKind)cell) { ReturnSequences = sequences, GoBackwards = backwards, ZeroOutputForMask = zero };
            var test = new RecurrentCase(options, features: 5, units, batch: 19, steps: 9, mask, initial);
            test.Check(test.Run(), Tolerance, Allowed(19, 9));
        }
    }

    [Theory]
    [InlineData((int)CellKind.Lstm)]
    [InlineData((int)CellKind.Gru)]
    [InlineData((int)CellKind.GruResetBefore)]
    [InlineData((int)CellKind.SimpleRnn)]
    public void Backward_WithoutBias_FollowsTheTwin(int cell)
    {
        var test = new RecurrentCase(new RecurrentOptions((CellKind)cell) { UseBias = false }, features: 20, units: 35, batch: 11, steps: 6, MaskKind.None, initialState: false);
        test.Check(test.Run(), Tolerance, Allowed(11, 6));
    }

    [Theory]
    [InlineData((int)CellKind.Lstm)]
    [InlineData((int)CellKind.Gru)]
    [InlineData((int)CellKind.GruResetBefore)]
    [InlineData((int)CellKind.SimpleRnn)]
    public void Backward_RecurrentDropout_FollowsTheTwin(int cell)
    {
        const int Units = 21, Batch = 13;
        var options = new RecurrentOptions((CellKind)cell) { ReturnSequences = true, RecurrentDropout = 0.3f };
        foreach (MaskKind mask in new[] { MaskKind.None, MaskKind.Front, MaskKind.Holes })
        {
            var test = new RecurrentCase(options, features: 4, Units, Batch, steps: 7, mask, initialState: true);
            ModelRun run = test.Run(training: true);
            var factors = new float[Batch * Units];
            DropoutFactors.Fill(factors, options.RecurrentDropout, run.CallOf(test.Layer).Random(1), step: 0);
            test.Input = test.Input with { RecurrentFactors = Samples.Doubles(factors) };
            test.Check(run, Tolerance, Allowed(Batch, 7));
        }
    }
}
