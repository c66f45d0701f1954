using Unroll.Tests.Kernels;
using Unroll.Tests.Reference;
using Unroll.Tests.SameBits;

namespace Unroll.Tests.Training;

/// <summary>CTC in a training: masks, threads, shapes, and a model that learns where labels stand without being told.</summary>
[Collection(nameof(Alone))]
public class CtcTrainingTests
{
    private const int Symbols = 4;
    private const int Steps = 24;
    private const int MostLabels = 4;

    [Fact]
    public void Fit_BidirectionalLstm_LearnsTheAlignment()
    {
        (DataArray x, DataArray y, _, _) = Utterances(seed: 1, count: 256);
        (DataArray testX, _, int[] lengths, string[][] said) = Utterances(seed: 2, count: 100);
        Sequential model = NewModel(units: 16);
        model.Compile(Loss.Ctc, new Adam { LearningRate = 0.02 });
        History history = model.Fit(x, y, new() { BatchSize = 16, Epochs = 25 }, TestContext.Current.CancellationToken);
        Assert.True(history["loss"][^1] < 0.2, $"The loss is {history["loss"][^1]}.");

        var options = new CtcDecodingOptions { Lengths = lengths, Width = 8, Results = 2 };
        var logits = model.Predict(testX);
        double greedy = ErrorRate(CtcDecoder.Greedy(logits, options)), beam = ErrorRate(CtcDecoder.BeamSearch(logits, options).Select(static found => found[0]));
        Assert.True(greedy < 0.05, $"The greedy search's error rate is {greedy}.");
        Assert.True(beam <= greedy + 0.01, $"The beam search's error rate is {beam}, the greedy search's {greedy}.");

        double ErrorRate(IEnumerable<CtcHypothesis> found) => ErrorRates.Tokens([.. found.Select(static h => Texts(h.Labels))], said);
    }

    [Fact]
    public void Train_OneTwoAndFiveThreads_SameBits()
    {
        string[] digests = [.. new[] { 1, 2, 5 }.Select(count =>
        {
            using var threads = new Threads(count);
            (TrainingLoop loop, Dataset data, int[] samples) = NewLoop();
            for (int i = 0; i < 3; i++) loop.Step(data, samples);
            return loop.Digest(data, samples);
        })];
        Assert.Single(digests.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Train_SteadyStep_AllocatesNothing(int count)
    {
        using var threads = new Threads(count);
        (TrainingLoop loop, Dataset data, int[] samples) = NewLoop();
        Assert.Equal(0, AllocationTests.LeastBytes(() => loop.Step(data, samples)));
    }

    [Fact]
    public void Evaluate_MaskedSteps_GiveTheLossOfTheStepsThatCount()
    {
        (DataArray x, DataArray y, int[] lengths, _) = Utterances(seed: 3, count: 10);
        Sequential model = NewModel(units: 3);
        model.Compile(Loss.Ctc, new Adam());
        float[] logits = [.. model.Predict(x)], values = new float[1];
        double sum = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            // Utterances end in padding.
            int size = Symbols + 1;
            Loss.Ctc.Values(new Targets(Row(y, i)), logits.AsSpan(i * Steps * size, lengths[i] * size), size, true, values);
            sum += values[0];
        }
        Assert.Equal(sum / lengths.Length, model.Evaluate(x, y)["loss"], 1e-5);
    }

    [Fact]
    public void Fit_Shards_WeightsAndCheckedShapes()
    {
        (DataArray x, DataArray y, _, _) = Utterances(seed: 4, count: 12);
        Sequential model = NewModel(units: 3);
        model.Compile(Loss.Ctc, new Sgd());
        double whole = model.Evaluate(x, y)["loss"];
        History history = model.Fit(x, y, new() { BatchSize = 12, Shards = 3 }, TestContext.Current.CancellationToken);
        Assert.Equal(whole, history["loss"][0], 1e-5);
        Assert.Equal(
            "ctc expects labels of shape [batch, labels] and predictions of shape [batch, time, classes], but got [12] and [12, 24, 5]. Give each sequence a row of class numbers, padded with 0, and let the model predict at each step (ReturnSequences).",
            Assert.Throws<ShapeException>(() => model.Evaluate(x, new int[12])).Message);
    }

    private static Sequential NewModel(int units) => new(seed: 7)
    {
        new InputLayer(Steps, Symbols),
        new Masking(),
        new Bidirectional(new Lstm(units) { ReturnSequences = true }),
        new Dense(Symbols + 1),
    };

    /// <summary>Enough numbers for five threads, and as many labels as steps, since the loop measures an accuracy.</summary>
    private static (TrainingLoop Loop, Dataset Data, int[] Samples) NewLoop()
    {
        const int Batch = 40;
        (DataArray x, DataArray y, _, _) = Utterances(seed: 5, Batch);
        var labels = new int[Batch * Steps];
        for (int i = 0; i < Batch; i++) Row(y, i).CopyTo(labels, i * Steps);
        return (new TrainingLoop(NewModel(units: 9), Loss.Ctc), Dataset.From(x, new DataArray(labels, Batch, Steps)), [.. Enumerable.Range(0, Batch)]);
    }

    /// <summary>Symbols that each last for one to three noisy steps, with up to two of noise alone between them, one at least between equal ones; padding behind.</summary>
    private static (DataArray X, DataArray Y, int[] Lengths, string[][] Said) Utterances(ulong seed, int count)
    {
        var samples = new Samples(seed);
        float[] x = new float[count * Steps * Symbols], noise = samples.Floats(x.Length, 0.3);
        int[] y = new int[count * MostLabels], lengths = new int[count];
        for (int i = 0; i < count; i++)
        {
            int[] symbols = samples.Ints(1 + samples.Ints(1, MostLabels)[0], Symbols), lasts = samples.Ints(MostLabels, 3), gaps = samples.Ints(MostLabels, 3);
            int t = 0;
            for (int n = 0; n < symbols.Length; n++)
            {
                int gap = n > 0 && symbols[n] == symbols[n - 1] ? Math.Max(gaps[n], 1) : gaps[n];
                for (int step = 0; step <= gap + lasts[n]; step++, t++)
                {
                    int at = ((i * Steps) + t) * Symbols;
                    noise.AsSpan(at, Symbols).CopyTo(x.AsSpan(at));
                    x[at + symbols[n]] += step >= gap ? 1 : 0;
                }
                y[(i * MostLabels) + n] = 1 + symbols[n];
            }
            lengths[i] = t;
        }
        DataArray labels = new(y, count, MostLabels);
        return (new DataArray(x, count, Steps, Symbols), labels, lengths, [.. Enumerable.Range(0, count).Select(i => Texts(Row(labels, i).Where(static label => label != 0)))]);
    }

    private static int[] Row(DataArray labels, int row)
    {
        var tensor = new TensorValue(ElementType.Int32);
        labels.CopyTo(tensor, [row]);
        return tensor.Ints.ToArray();
    }

    private static string[] Texts(IEnumerable<int> labels) => [.. labels.Select(static label => $"{label}")];
}
