using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.SameBits;

/// <summary>A few training steps of a small model, and the digest of what came out.</summary>
internal sealed record SmallTraining(string Name, int Batch, int Steps, int Vocabulary, Func<Model> NewModel)
{
    private const int Classes = 5;
    private const int Features = 7;

    /// <summary>Models that a machine without any vectors trains in a second: 10 million multiply-adds at most.</summary>
    public static SmallTraining[] All { get; } =
    [
        new("lstm on tokens", 12, 10, 30, () => new Sequential(seed: 1) { new Embedding(30, 8), new Lstm(20), Head() }),
        new("lstm with dropout", 12, 10, 30, () => new Sequential(seed: 2)
        {
            new Embedding(30, 8), new Lstm(17) { Dropout = 0.2f, RecurrentDropout = 0.1f }, Head(),
        }),
        new("two masked grus", 12, 10, 30, () => new Sequential(seed: 3)
        {
            new Embedding(30, 8) { MaskZero = true }, new Gru(18) { ReturnSequences = true }, new Dropout(0.3f), new Gru(9) { ResetAfter = false, RecurrentDropout = 0.2f }, Head(),
        }),
        new("simple rnn on dense inputs", 12, 10, 0, () => new Sequential(seed: 4) { new InputLayer(10, Features), new SimpleRnn(33), Head() }),
        new("lstm with other activations", 7, 6, 0, () => new Sequential(seed: 5)
        {
            new InputLayer(6, Features), new Lstm(11) { Activation = Activation.Softsign, RecurrentActivation = Activation.HardSigmoid, GoBackwards = true }, Head(),
        }),
        new("layers made of others", 8, 9, 30, () => new Sequential(seed: 6)
        {
            new Embedding(30, 8) { MaskZero = true },
            new Bidirectional(new Gru(9) { ReturnSequences = true, Dropout = 0.1f }) { MergeMode = MergeMode.Mul },
            new Sequential { new Rnn(new LstmCell(8) { RecurrentDropout = 0.2f }, new SimpleRnnCell(7)) { ReturnSequences = true } },
            new TimeDistributed(new RepeatVector(2)),
            new TimeDistributed(new Bidirectional(new Lstm(5)) { MergeMode = MergeMode.Ave }),
            Head(),
        }),
        new("convolutions, attention and normalisations", 6, 8, 0, Catalogue),
        new("gradients in the matrices' order", 3, 5, 30, InMatrixOrder),
    ];

    /// <summary>Models that give five threads work, in all the ways that the engine has of sharing it.</summary>
    public static SmallTraining[] Parallel { get; } =
    [
        new("lstm, rows", 40, 12, 0, () => Dense(12, new Lstm(20) { RecurrentDropout = 0.1f })),
        new("lstm on tokens, rows", 50, 20, 60, () => new Sequential(seed: 6) { new Embedding(60, 20), new Lstm(33) { ReturnSequences = true }, new Lstm(20), Head() }),
        new("bidirectional lstm on tokens, rows", 50, 20, 60, () => new Sequential(seed: 6) { new Embedding(60, 20), new Bidirectional(new Lstm(33) { ReturnSequences = true }), new Bidirectional(new Gru(20)), Head() }),
        new("lstm at every step, rows", 12, 12, 0, () => new Sequential(seed: 7) { new InputLayer(12, Features), new TimeDistributed(new RepeatVector(5)), new TimeDistributed(new Lstm(20)), new Rnn(new GruCell(20), new LstmCell(30)), Head() }),
        new("masked gru, rows", 50, 20, 60, () => new Sequential(seed: 6) { new Embedding(60, 20) { MaskZero = true }, new Gru(33), new Dropout(0.2f), Head() }),
        new("gru that resets before, rows", 40, 12, 0, () => Dense(12, new Gru(20) { ResetAfter = false })),
        new("simple rnn, rows", 40, 12, 0, () => Dense(12, new SimpleRnn(50))),
        new("lstm, one row by units", 1, 20, 0, () => Dense(20, new Lstm(90))),
        new("lstm, three rows by units", 3, 12, 0, () => Dense(12, new Lstm(85))),
        new("gru, two rows by units", 2, 12, 0, () => Dense(12, new Gru(90) { ReturnSequences = true })),
        new("simple rnn, three rows by units", 3, 12, 0, () => Dense(12, new SimpleRnn(330))),
        new("lstm, weights beyond the cache", 24, 3, 0, () => Dense(3, new Lstm(230))),
        new("simple rnn, weights beyond the cache", 24, 3, 0, () => Dense(3, new SimpleRnn(460))),
        new("gradients in the matrices' order, rows", 24, 12, 60, InMatrixOrder),
    ];

    /// <summary>Trains some steps, the first batch twice, and digests weights, optimizer state and predictions.</summary>
    public string Digest(KernelSet? kernels = null)
    {
        var samples = new Samples(9);
        int count = 2 * Batch;
        DataArray x = Vocabulary > 0 ? new DataArray(Tokens(samples, count), count, Steps) : new DataArray(samples.Floats(count * Steps * Features), count, Steps, Features);
        Model model = NewModel();
        int outputs = model.Graph.Outputs[0].Shape.Rank == 3 ? count * Steps : count;
        DataArray y = new(samples.Ints(outputs, Classes), outputs == count ? [count] : [count, Steps]);
        var data = Dataset.From(x, y);
        var loop = new TrainingLoop(model, Loss.SparseCategoricalCrossentropy, kernels: kernels);
        int[] first = [.. Enumerable.Range(0, Batch)], second = [.. Enumerable.Range(Batch, Batch)];
        loop.Step(data, first);
        loop.Step(data, second);
        loop.Step(data, first);
        return loop.Digest(data, second);
    }

    private static Model Catalogue()
    {
        var input = new InputLayer(8, Features);
        SymbolicTensor x = new Conv1D(12, 3) { Padding = WindowPadding.Causal, Activation = Activation.Silu }.Apply(input.Tensor);
        x = new BatchNormalization { Momentum = 0.8f }.Apply(x);
        SymbolicTensor heads = new MultiHeadAttention(2, 5) { UseCausalMask = true, Dropout = 0.1f }.Apply(x, x);
        x = new LayerNormalization().Apply(new Add().Apply(x, heads));
        x = new MaxPooling1D().Apply(new SeparableConv1D(10, 3) { DepthMultiplier = 2, Padding = WindowPadding.Same }.Apply(x));
        SymbolicTensor found = new AdditiveAttention().Apply(new PRelu(1).Apply(x), new GaussianNoise(0.1f).Apply(x));
        x = new Concatenate().Apply(new GlobalAveragePooling1D().Apply(found), new GlobalMaxPooling1D().Apply(x));
        return new Model(input.Tensor, Head().Apply(new UnitNormalization().Apply(new Dropout(0.2f).Apply(x))), seed: 8);
    }

    private static Sequential InMatrixOrder() => new(seed: 9)
    {
        new Embedding(60, 64), new Lstm(64) { ReturnSequences = true }, new Gru(64) { ReturnSequences = true }, new Gru(64) { ReturnSequences = true, ResetAfter = false }, new SimpleRnn(64), Head(),
    };

    private static Dense Head() => new(Classes) { Activation = Activation.Softmax };

    private static Sequential Dense(int steps, RecurrentLayer layer) => new(seed: 7) { new InputLayer(steps, Features), layer, Head() };

    /// <summary>Padded in front.</summary>
    private int[] Tokens(Samples samples, int count)
    {
        int[] lengths = samples.Ints(count, Steps), words = samples.Ints(count * Steps, Vocabulary - 1);
        var tokens = new int[count * Steps];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = i % Steps >= lengths[i / Steps] ? 1 + words[i] : 0;
        }
        return tokens;
    }

    public override string ToString() => Name;
}
