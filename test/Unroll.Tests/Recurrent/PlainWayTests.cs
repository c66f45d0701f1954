using Unroll.Kernels;
using Unroll.Tests.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

/// <summary>The engine's forward pass on dense inputs has the bits of the plain way, at every width.</summary>
public class PlainWayTests
{
    private static readonly (int Units, int Batch, int Steps)[] _shapes =
    [
        (1, 1, 1), (1, 3, 20), (7, 37, 2), (17, 3, 20), (33, 1, 20), (33, 37, 2), (64, 3, 2), (100, 37, 2), (130, 3, 2), (20, 100, 2),
    ];

    public static TheoryData<int, MaskKind> Cases =>
        new MatrixTheoryData<int, MaskKind>([.. Enum.GetValues<CellKind>().Cast<int>()], Enum.GetValues<MaskKind>());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_EveryShapeAndWidth_HasTheBitsOfThePlainWay(int cell, MaskKind mask)
    {
        foreach ((int units, int batch, int steps) in _shapes)
        {
            bool odd = units % 2 == 1;
            var options = new RecurrentOptions((CellKind)cell) { ReturnSequences = odd, GoBackwards = batch is 3 or 100, ZeroOutputForMask = units == 17, UseBias = units != 64 };
            var test = new RecurrentCase(options, features: 1 + (units * 5 % 38), units, batch, steps, mask, initialState: odd);
            PlainRecurrent.Output expected = test.PlainForward();
            foreach (SimdWidth width in SimdWidths.Available)
            {
                foreach (bool keep in new[] { false, true })
                {
                    ModelRun run = test.Run(KernelSet.For(width), keep: keep);
                    SimdWidths.AssertSameBits(expected.Values, run.Outputs[0].Floats, width);
                    SimdWidths.AssertSameBits(expected.H, run.Outputs[1].Floats, width);
                    SimdWidths.AssertSameBits(expected.C, run.Outputs.Length > 2 ? run.Outputs[2].Floats : expected.C, width);
                }
            }
        }
    }

    [Theory]
    [InlineData((int)CellKind.Lstm, true)]
    [InlineData((int)CellKind.Gru, false)]
    [InlineData((int)CellKind.GruResetBefore, false)]
    [InlineData((int)CellKind.SimpleRnn, true)]
    public void Forward_ManyRowsAndNothingKept_MultipliesInputsAndHAsOne(int cell, bool joins)
    {
        int batch = 12 * Team.Current.Size;
        Assert.Equal(joins, Joins(units: 50, batch, keep: false));
        Assert.False(Joins(units: 50, batch, keep: true));
        Assert.False(Joins(units: 50, batch - 1, keep: false));
        Assert.False(Joins(units: 400, batch, keep: false));

        bool Joins(int units, int batch, bool keep)
        {
            var test = new RecurrentCase(new RecurrentOptions((CellKind)cell) { ReturnSequences = true }, features: 19, units, batch, steps: 3, MaskKind.None, initialState: true);
            ModelRun run = test.Run(keep: keep);
            SimdWidths.AssertSameBits(test.PlainForward().Values, run.Outputs[0].Floats, Simd.Best);
            return run.CallOf(test.Layer).Cache<RecurrentRun>().State.Joined is not null;
        }
    }

    [Theory]
    [InlineData((int)CellKind.Lstm)]
    [InlineData((int)CellKind.Gru)]
    [InlineData((int)CellKind.GruResetBefore)]
    [InlineData((int)CellKind.SimpleRnn)]
    public void Forward_RecurrentDropout_HasTheBitsOfThePlainWay(int cell)
    {
        const int Units = 21, Batch = 13;
        var options = new RecurrentOptions((CellKind)cell) { ReturnSequences = true, RecurrentDropout = 0.3f };
        var test = new RecurrentCase(options, features: 4, Units, Batch, steps: 7, MaskKind.Front, initialState: true);
        ModelRun run = test.Run(training: true);
        var factors = new float[Batch * Units];
        DropoutFactors.Fill(factors, options.RecurrentDropout, run.CallOf(test.Layer).Random(1), step: 0);
        SimdWidths.AssertSameBits(test.PlainForward(factors).Values, run.Outputs[0].Floats, Simd.Best);
    }
}
