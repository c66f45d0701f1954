using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Unroll.Resume;

/// <summary>A small training that keeps all that a checkpoint can keep, and the digest of what came out.</summary>
public static class ResumedTraining
{
    private const int Samples = 48;
    private const int Steps = 6;
    private const int Words = 12;
    private const int Batch = 8;

    /// <summary>Where the training is kept.</summary>
    public static string CheckpointIn(string folder) => Path.Combine(folder, "training.safetensors");

    /// <param name="kind">Where the data come from: arrays, a stream, or buckets.</param>
    /// <param name="folder">For the checkpoint and the log.</param>
    public static string Run(string kind, string folder)
    {
        Sequential model = NewModel();
        History history = model.Fit(Data(kind), new FitOptions
        {
            BatchSize = Batch,
            Epochs = 14,
            Validation = Arrays(),
            Checkpoint = new CheckpointOptions(CheckpointIn(folder)) { EveryBatches = 1 },
            Callbacks =
            [
                new EarlyStopping { Monitor = "loss", Patience = 3, RestoreBestWeights = true },
                new ReduceLROnPlateau { Monitor = "val_accuracy", Patience = 1, Factor = 0.7 },
                new CsvLogger(Path.Combine(folder, "log.csv")),
                new ModelCheckpoint(Path.Combine(folder, "best.safetensors")) { SaveBestOnly = true },
            ],
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter weight in model.Weights)
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(weight.ToArray()));
        }
        hash.AppendData(File.ReadAllBytes(Path.Combine(folder, "log.csv")));
        hash.AppendData(File.ReadAllBytes(Path.Combine(folder, "best.safetensors")));
        string values = string.Join("; ", history.Names.Select(n => $"{n} {string.Join(' ', history[n].Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}"));
        return $"{Convert.ToHexString(hash.GetHashAndReset())} {history.StopReason} {history.Epochs} {values}";
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(seed: 5)
        {
            new InputLayer(Shape.Any) { Type = ElementType.Int32 },
            new Embedding(Words, 6) { MaskZero = true, EmbeddingsRegularizer = new L2(0.001) },
            new Lstm(7) { Dropout = 0.2f, RecurrentDropout = 0.1f },
            new Dropout(0.1f),
            new Dense(3) { Activation = Activation.Softmax, KernelConstraint = new MaxNorm(1) },
        };
        var optimizer = new Adam { LearningRate = 0.03, AmsGrad = true, UseEma = true, EmaMomentum = 0.9, EmaOverwriteFrequency = 3, GradientAccumulationSteps = 2 };
        model.Compile(Loss.SparseCategoricalCrossentropy, optimizer, [Metric.Accuracy, new SparseTopKCategoricalAccuracy { K = 2 }]);
        return model;
    }

    private static Dataset Data(string kind) => kind switch
    {
        "stream" => Dataset.FromBatches(Batches(), prefetch: 2),
        "buckets" => Dataset.FromBatches(new LengthBuckets([.. Enumerable.Range(0, Samples).Select(Sequence)], new DataArray(Labels(0, Samples), Samples), Batch) { Bounds = [2, 4] }),
        _ => Arrays(),
    };

    private static Dataset Arrays() => Dataset.From(Padded(0, Samples), new DataArray(Labels(0, Samples), Samples));

    private static IEnumerable<Batch> Batches()
    {
        for (int from = 0; from < Samples; from += Batch)
        {
            yield return new Batch(Padded(from, from + Batch), new DataArray(Labels(from, from + Batch), Batch));
        }
    }

    private static DataArray Padded(int from, int to) => Sequences.Pad([.. Enumerable.Range(from, to - from).Select(Sequence)], maxLength: Steps);

    // Numbers that look random enough, and are the same in each process.
    private static int[] Sequence(int sample) => [.. Enumerable.Range(0, 1 + (sample * 5 % Steps)).Select(t => 1 + ((sample * 7) + (t * t * 3)) % (Words - 1))];

    private static int[] Labels(int from, int to) => [.. Enumerable.Range(from, to - from).Select(static s => Sequence(s).Sum() % 3)];
}
