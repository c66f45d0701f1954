using Unroll.Tests.Reference;
using Unroll.Tests.SameBits;

namespace Unroll.Tests.Optimizers;

/// <summary>A training of matrices that are wide, tall and looked up, large enough for several threads.</summary>
internal static class MatrixLoop
{
    public static (TrainingLoop Loop, Dataset Data, int[] Samples) New(Optimizer optimizer)
    {
        const int Batch = 12, Steps = 6;
        var samples = new Samples(1);
        var model = new Sequential(seed: 2)
        {
            new Embedding(50, 20),
            new Lstm(40),
            new Dense(110) { Activation = Activation.Tanh },
            new Dense(3) { Activation = Activation.Softmax },
        };
        var labels = new float[Batch * 3];
        for (int i = 0; i < Batch; i++) labels[(i * 3) + (i % 3)] = 1;
        Dataset data = Dataset.From(new DataArray(samples.Ints(Batch * Steps, 50), Batch, Steps), new DataArray(labels, Batch, 3));
        return (new TrainingLoop(model, Loss.CategoricalCrossentropy, optimizer), data, [.. Enumerable.Range(0, Batch)]);
    }
}
