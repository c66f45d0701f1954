using Unroll.Kernels;
using Unroll.Tests.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

/// <summary>Each saving takes place, by count; it leaves the forward pass bit for bit as the plain way has it, and the gradients within rounding of the double twin's.</summary>
public class SavingsTests
{
    /// <summary>The largest error of any element as a part of the largest magnitude in its gradient: rounding, as without the savings.</summary>
    private const double Tolerance = 1e-6;

    private static readonly int[] _cells = [.. Enum.GetValues<CellKind>().Cast<int>()];

    public static TheoryData<int, bool, Padding, bool> Cases =>
        new MatrixTheoryData<int, bool, Padding, bool>(_cells, [false, true], Enum.GetValues<Padding>(), [false, true]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_OnAnEmbedding_SavesWhatItCanAndStaysExact(int cell, bool sequences, Padding padding, bool squares)
    {
        foreach (int units in new[] { 10, 33, 64 })
        {
            var test = new TokenCase(new RecurrentOptions((CellKind)cell) { ReturnSequences = sequences }, units, padding);
            ModelRun run = test.Train(squares);
            Assert.Equal(Expected(test, padding, squares), test.Counts(run));
            PlainRecurrent.Output plain = test.PlainForward();
            SimdWidths.AssertSameBits(plain.Values, run.Outputs[0].Floats, Simd.Best);
            SimdWidths.AssertSameBits(plain.H, run.Outputs[1].Floats, Simd.Best);
            test.CheckGradients(run, Tolerance);
        }
    }

    [Theory]
    [InlineData((int)CellKind.Lstm)]
    [InlineData((int)CellKind.Gru)]
    [InlineData((int)CellKind.GruResetBefore)]
    [InlineData((int)CellKind.SimpleRnn)]
    public void Train_BackwardsOverPaddingBehind_SharesIt(int cell)
    {
        var test = new TokenCase(new RecurrentOptions((CellKind)cell) { ReturnSequences = true, GoBackwards = true }, 20, Padding.MaskedBehind);
        ModelRun run = test.Train(squares: false);
        Assert.Equal(test.Lengths.Sum(), test.Counts(run).ForwardRows);
        SimdWidths.AssertSameBits(test.PlainForward().Values, run.Outputs[0].Floats, Simd.Best);
        test.CheckGradients(run, Tolerance);
    }

    [Theory]
    [InlineData((int)CellKind.Lstm)]
    [InlineData((int)CellKind.Gru)]
    [InlineData((int)CellKind.GruResetBefore)]
    [InlineData((int)CellKind.SimpleRnn)]
    public void Predict_SecondCall_ReadsATableOfTheWholeVocabulary(int cell)
    {
        var test = new TokenCase(new RecurrentOptions((CellKind)cell), 20, Padding.Front);
        float[] expected = test.PlainForward().Values;
        var run = new ModelRun(test.Model);
        Predict(entries: Distinct(test), prefix: Longest(test));
        Assert.Empty(test.Model.Shared);
        Predict(entries: 0, prefix: 0);
        object table = Assert.Single(test.Model.Shared).Value;
        Predict(entries: 0, prefix: 0);
        Assert.Same(table, Assert.Single(test.Model.Shared).Value);
        run = new ModelRun(test.Model);
        Predict(entries: 0, prefix: Longest(test));
        Assert.Same(table, Assert.Single(test.Model.Shared).Value);

        // New weights, in each place that the table is made of.
        foreach (Parameter weight in new[] { test.Table, test.Layer.Kernel, test.Layer.Bias! })
        {
            weight.Set([.. weight.ToArray().Select(w => w * 0.9f)]);
            expected = test.PlainForward().Values;
            Predict(entries: Distinct(test), prefix: Longest(test));
            Predict(entries: 0, prefix: 0);
            Assert.NotSame(table, Assert.Single(test.Model.Shared).Value);
            table = Assert.Single(test.Model.Shared).Value;
        }

        void Predict(int entries, int prefix)
        {
            test.Forward(run, keep: false);
            Assert.Equal((entries, prefix), (test.Counts(run).TableEntries, test.Counts(run).PrefixRows));
            SimdWidths.AssertSameBits(expected, run.Outputs[0].Floats, Simd.Best);
        }
    }

    [Fact]
    public void Predict_NewRecurrentKernel_ComputesThePrefixAgain()
    {
        var test = new TokenCase(new RecurrentOptions(CellKind.Lstm), 20, Padding.Front);
        var run = new ModelRun(test.Model);
        test.Forward(run, keep: false);
        test.Layer.Recurrent.Set([.. test.Layer.Recurrent.ToArray().Select(w => w * 0.9f)]);
        test.Forward(run, keep: false);
        Assert.Equal(Longest(test), test.Counts(run).PrefixRows);
        SimdWidths.AssertSameBits(test.PlainForward().Values, run.Outputs[0].Floats, Simd.Best);
    }

    [Theory]
    [InlineData(0.3f, 0)]
    [InlineData(0, 0.3f)]
    public void Train_Dropout_SharesNothingThatDiffersByRow(float dropout, float recurrentDropout)
    {
        var test = new TokenCase(new RecurrentOptions(CellKind.Lstm) { Dropout = dropout, RecurrentDropout = recurrentDropout }, 20, Padding.Front);
        WorkCounts counts = test.Counts(test.Train(squares: false));
        Assert.Equal(new WorkCounts(dropout > 0 ? 0 : Distinct(test), 0, TokenCase.Batch * TokenCase.Steps, TokenCase.Batch * TokenCase.Steps, 0), counts);
    }

    private static WorkCounts Expected(TokenCase test, Padding padding, bool squares)
    {
        const int All = TokenCase.Batch * TokenCase.Steps;
        if (padding != Padding.Front)
        {
            return new WorkCounts(Distinct(test) - 1, 0, test.Lengths.Sum(), test.Lengths.Sum(), 0);
        }

        // A row without words begins at its last step, so that it has one.
        int real = test.Lengths.Sum(static length => Math.Max(length, 1));
        int prefix = Longest(test);

        // The square at each place needs each row's own way back through the prefix.
        return new WorkCounts(Distinct(test), prefix, real, squares ? All : real, squares ? 0 : prefix);
    }

    private static int Distinct(TokenCase test) => test.Tokens.Distinct().Count();

    private static int Longest(TokenCase test) => TokenCase.Steps - Math.Max(test.Lengths.Min(), 1);
}
