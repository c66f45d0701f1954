using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Recurrent;

/// <summary>A state and gradients that decay become zero, never subnormal numbers, which would be slow.</summary>
public class RecurrentDecayTests
{
    private const int Units = 18;
    private const int Batch = 2;

    // The steps after which something is just about to vanish differ from cell to cell: many lengths, and one that is long.
    public static TheoryData<int, float> Cells => new MatrixTheoryData<int, float>([.. Enum.GetValues<CellKind>().Cast<int>()], [0, 0.3f]);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Train_LongDecay_LeavesNoSubnormals(int cell, float recurrentDropout)
    {
        for (int steps = 20; steps < 140; steps += 3)
        {
            Check((CellKind)cell, recurrentDropout, steps);
        }
        Check((CellKind)cell, recurrentDropout, 3000);
    }

    private static void Check(CellKind kind, float recurrentDropout, int steps)
    {
        var samples = new Samples((ulong)steps);
        RecurrentLayer layer = new RecurrentOptions(kind) { ReturnSequences = true, RecurrentDropout = recurrentDropout }.NewLayer(Units);
        List<SymbolicTensor> inputs = [new InputLayer(steps, 1).Tensor];
        for (int i = 0; i < layer.StateCount; i++)
        {
            inputs.Add(new InputLayer(Units).Tensor);
        }
        var model = new Model(inputs, layer.Apply(inputs, null));
        layer.Recurrent.Set(samples.Floats(layer.Recurrent.Count, 0.1));

        // The gates that keep the state stand at 0.27: the forget gate of an LSTM, the update gate of a GRU.
        float[] bias = new float[layer.Bias!.Count];
        if (kind != CellKind.SimpleRnn)
        {
            bias.AsSpan(kind == CellKind.Lstm ? Units : 0, Units).Fill(-1);
        }
        layer.Bias.Set(bias);

        var run = new ModelRun(model) { NeedsInputGradients = true };
        run.Inputs[0].Resize(Batch, steps, 1);
        for (int i = 1; i < run.Inputs.Length; i++)
        {
            run.Inputs[i].Resize(Batch, Units);
            samples.Floats(Batch * Units).CopyTo(run.Inputs[i].Floats);
        }
        run.Forward(training: true, keep: true);
        foreach (TensorValue output in run.Outputs)
        {
            output.Gradient.Clear();
        }
        samples.Floats(Batch * Units).CopyTo(run.Outputs[1].Gradient);
        run.Backward();

        ScanState state = run.CallOf(layer).Cache<RecurrentRun>().State;
        AssertNormal("h", state.H.Span);
        AssertNormal("c", state.C.Span);
        AssertNormal("the output", run.Outputs[0].Floats);
        AssertNormal("dh", state.DH.Span);
        AssertNormal("dc", state.DC.Span);
        AssertNormal("dz", state.DZ.Span);
        AssertNormal("dx", run.Inputs[0].Gradient);
        AssertNormal("the first h's gradient", run.Inputs[1].Gradient);
        foreach (Parameter weight in model.Weights)
        {
            AssertNormal($"the gradient of {weight.Name}", run.Gradient(weight));
        }

        void AssertNormal(string what, ReadOnlySpan<float> values)
        {
            int count = 0;
            foreach (float value in values)
            {
                count += float.IsSubnormal(value) ? 1 : 0;
            }
            Assert.True(count == 0, $"{count} subnormal numbers in {what} after {steps} steps.");
        }
    }
}
