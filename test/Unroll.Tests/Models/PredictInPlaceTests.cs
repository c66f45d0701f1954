using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Models;

/// <summary>Prediction reads inputs and writes outputs where they stand, in the caller's memory and with the bits that copies give.</summary>
public class PredictInPlaceTests
{
    private const int Samples = 100;
    private const int Steps = 9;
    private const int Width = 16;
    private const int Count = Samples * Steps * Width;

    private static Sequential Recurrent() => new(seed: 3) { new InputLayer(Steps, Width), new Lstm(Width) { ReturnSequences = true } };

    private static DataArray Array(float[] values) => new(values, Samples, Steps, Width);

    /// <summary>The same through copies, sample by sample.</summary>
    private static float[] Expected(Model model, float[] x)
    {
        var expected = new float[Count];
        for (int s = 0; s < Samples; s++)
        {
            ModelRun run = new(model);
            Model.Load(run, new Batch(Array(x)), [s]);
            run.Forward(training: false, keep: false);
            run.Outputs[0].Floats.CopyTo(expected.AsSpan(s * Steps * Width));
        }
        return expected;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(Samples)]
    [InlineData(1000)]
    public void Predict_BatchesThatEndAnywhere_HasTheSameBits(int batchSize)
    {
        Sequential model = Recurrent();
        float[] x = new Samples(1).Floats(Count), kept = [.. x], actual = new float[Count];
        float[] expected = Expected(model, x);
        model.Predict(Dataset.From(Array(x)), actual, batchSize);
        Assert.Equal(expected, actual);
        Assert.Equal(expected, model.Predict(Array(x), batchSize).ToArray());
        Assert.Equal(expected, model.Predict(Dataset.FromBatches(Parts(x, 37))).ToArray());
        Assert.Equal(kept, x);
    }

    private static IEnumerable<Batch> Parts(float[] x, int size)
    {
        for (int from = 0; from < Samples; from += size)
        {
            yield return new Batch(Array(x).Slice(from, Math.Min(from + size, Samples)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Count / 2)]
    public void Predict_DestinationThatOverlapsTheInputs_ReadsThemFirst(int shift)
    {
        // One sample, so that no part of the input is read after its batch; and a layer that writes its first rows before it reads the last.
        var model = new Sequential(seed: 3) { new InputLayer(Samples * Steps, Width), new Dense(Width / 2) };
        float[] memory = new Samples(2).Floats(Count);
        float[] expected = model.Predict(new DataArray([.. memory], 1, Samples * Steps, Width)).ToArray();
        Span<float> destination = memory.AsSpan(shift, Count / 2);
        model.Predict(Dataset.From(new DataArray(memory, 1, Samples * Steps, Width)), destination, 1);
        Assert.Equal(expected, destination.ToArray());
    }

    [Fact]
    public void PredictAll_OutputThatComesTwiceOrIsAnInput_IsThereEachTime()
    {
        SymbolicTensor x = new InputLayer(Steps, Width).Tensor;
        SymbolicTensor y = new Lstm(Width) { ReturnSequences = true }.Apply(x).Sequence;
        SymbolicTensor z = new Dense(Width).Apply(y);
        var model = new Model([x], [y, x, y, z], seed: 5);
        float[] values = new Samples(3).Floats(Count);
        IReadOnlyList<Tensor<float>> all = model.PredictAll(Dataset.From(Array(values)), batchSize: 40);
        Assert.Equal(Expected(new Model(x, y), values), all[0].ToArray());
        Assert.Equal(values, all[1].ToArray());
        Assert.Equal(all[0].ToArray(), all[2].ToArray());
        Assert.Equal(Expected(new Model(x, z), values), all[3].ToArray());
    }

    [Fact]
    public void Predict_StreamOfFloatsThenInts_LeavesTheFloatsAsTheyAre()
    {
        Sequential model = Recurrent();
        float[] floats = new Samples(6).Floats(Count), kept = [.. floats];
        int[] ints = new Samples(7).Ints(Count, below: 3);
        float[] expected = [.. Expected(model, floats), .. Expected(model, [.. ints.Select(static i => (float)i)])];
        Batch[] stream = [new Batch(Array(floats)), new Batch(new DataArray(ints, Samples, Steps, Width))];
        Assert.Equal(expected, model.Predict(Dataset.FromBatches(stream)).ToArray());
        Assert.Equal(kept, floats);
    }

    [Fact]
    public void Predict_Afterwards_HoldsNeitherInputsNorDestination()
    {
        Sequential model = Recurrent();
        (WeakReference x, WeakReference y) = Use(model);
        GC.Collect();
        GC.Collect();
        Assert.False(x.IsAlive);
        Assert.False(y.IsAlive);
        float[] again = new Samples(1).Floats(Count);
        Assert.Equal(Expected(model, again), model.Predict(Array(again), Samples).ToArray());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Inputs, WeakReference Destination) Use(Sequential model)
    {
        float[] x = new Samples(1).Floats(Count), y = new float[Count];
        model.Predict(Dataset.From(Array(x)), y, Samples);
        return (new WeakReference(x), new WeakReference(y));
    }
}
