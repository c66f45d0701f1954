using System.Runtime.CompilerServices;
using static Unroll.Tests.Training.SmallModels;

namespace Unroll.Tests.Training;

public class DataTests
{
    [Theory]
    [InlineData("enumerable")]
    [InlineData("prefetched")]
    [InlineData("async")]
    [InlineData("seekable")]
    public void Fit_Stream_TrainsAsArraysDo(string kind)
    {
        Sequential arrays = New(), stream = New();
        History expected = Fit(arrays, All, new FitOptions { BatchSize = 10, Epochs = 3, Shuffle = false, Validation = All });
        Dataset data = kind switch
        {
            "enumerable" => Dataset.FromBatches(Batches()),
            "prefetched" => Dataset.FromBatches(Batches(), prefetch: 2),
            "async" => Dataset.FromBatches(AsyncBatches(TestContext.Current.CancellationToken)),
            _ => Dataset.FromBatches(new Seekable()),
        };
        History history = Fit(stream, data, new FitOptions { Epochs = 3, Validation = Dataset.FromBatches(Batches()) });
        Assert.Equal(Weights(arrays), Weights(stream));
        Assert.Equal(expected["loss"], history["loss"]);
        Assert.Equal(arrays.Predict(All, 10).ToArray(), stream.Predict(Dataset.FromBatches(Batches())).ToArray());
        Assert.Equal(arrays.Evaluate(All, 10), stream.Evaluate(Dataset.FromBatches(Batches())));
    }

    [Fact]
    public void Predict_IntoMemory_WritesWhatPredictReturns()
    {
        Sequential model = New();
        float[] expected = [.. model.Predict(All, 10)], actual = new float[expected.Length];
        model.Predict(All, actual, batchSize: 7);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(-1, "The destination has 89 floats, but the predictions have more: [3] for each sample. Pass one of their size.")]
    [InlineData(1, "The destination has 91 floats, but the predictions 90. Pass one of their size.")]
    public void Predict_IntoMemoryOfAnotherSize_SaysWhichIsNeeded(int more, string message)
    {
        Sequential model = New();
        var memory = new float[model.Predict(All).FlattenedLength + more];
        var thrown = Assert.Throws<ArgumentException>(() => model.Predict(All, memory));
        Assert.StartsWith(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_StreamOnAnUnbuiltModel_BuildsItByTheFirstBatch()
    {
        var model = new Sequential(seed: 1) { new Dense(2) };
        model.Compile(Loss.MeanSquaredError);
        Fit(model, Dataset.FromBatches([new Batch(new float[,] { { 1, 2, 3 } }, new float[,] { { 1, 2 } })]), new FitOptions());
        Assert.Equal([3, 2], model.Weights[0].Shape.ToArray());
    }

    [Fact]
    public void Fit_StreamFails_SaysWhereAndTheModelStaysUsable()
    {
        foreach (int prefetch in new[] { 0, 2 })
        {
            Sequential model = New();
            var error = Assert.Throws<DataSourceException>(() => Fit(model, Dataset.FromBatches(Batches(failAt: 2), prefetch), new FitOptions()));
            Assert.Equal("The data source failed at batch 3 of pass 1: the cable is cut The model has the weights of the batch before.", error.Message);
            Assert.IsType<IOException>(error.InnerException);
            Assert.Equal(1, Fit(model, All, new FitOptions()).Epochs);
        }
    }

    [Fact]
    public void Fit_StreamEndsEarly_SaysSo()
    {
        Sequential model = New();
        Assert.Equal(
            "The data source ended after 3 batches of epoch 1, but expected 5 that StepsPerEpoch asks for. Give more data, or fewer steps.",
            Assert.Throws<DataSourceException>(() => Fit(model, Dataset.FromBatches(Batches()), new FitOptions { StepsPerEpoch = 5 })).Message);
        Assert.Equal(
            "The data source ended after 0 batches of epoch 1, but expected 1 or more. Give more data, or fewer steps.",
            Assert.Throws<DataSourceException>(() => Fit(model, Dataset.FromBatches(Array.Empty<Batch>()), new FitOptions())).Message);
        Assert.Equal(1, Fit(model, All, new FitOptions()).Epochs);
    }

    [Fact]
    public void Fit_StreamChangesItsShape_SaysSo()
    {
        Batch[] batches = [.. Batches(), new Batch(new int[2, 7], (int[])[0, 1])];
        Assert.Equal(
            "Batch 4 of epoch 1 doesn't fit the model: The input 'input_layer' expects shape (None, 5), but got [2, 7]. Pad or reshape the data to it.",
            Assert.Throws<DataSourceException>(() => Fit(New(), Dataset.FromBatches(batches), new FitOptions())).Message);
    }

    [Fact]
    public void Fit_StepsPerEpoch_GoOnWhereTheEpochBeforeEnded()
    {
        Sequential steps = New(), epochs = New();
        Fit(epochs, All, new FitOptions { BatchSize = 5, Epochs = 2 });
        History history = Fit(steps, All, new FitOptions { BatchSize = 5, StepsPerEpoch = 4, Epochs = 3 });
        Assert.Equal(3, history.Epochs);
        Assert.Equal(Weights(epochs), Weights(steps));
    }

    [Fact]
    public void Fit_ValidationSplit_TakesTheLastSamples()
    {
        Sequential split = New(), given = New();
        var options = new FitOptions { BatchSize = 8, Epochs = 2, ValidationSplit = 0.33, Callbacks = [] };
        History history = Fit(split, All, options);
        History expected = Fit(given, Dataset.From(X.Slice(0, 20), Y.Slice(0, 20)), new FitOptions { BatchSize = 8, Epochs = 2, Validation = Dataset.From(X.Slice(20, 30), Y.Slice(20, 30)) });
        Assert.Equal(Text(expected), Text(history));
        Assert.Equal(
            "30 samples are too few for a validation split of 0.99. Give more samples, or another part.",
            Assert.Throws<ArgumentException>(() => Fit(split, All, new FitOptions { ValidationSplit = 0.99 })).Message);
        Assert.Equal(
            "A stream of batches can't be split for validation. Give Fit a Validation.",
            Assert.Throws<ArgumentException>(() => Fit(split, Dataset.FromBatches(Batches()), new FitOptions { ValidationSplit = 0.5 })).Message);
    }

    [Fact]
    public void Fit_InitialEpochAndValidationFrequency_AsInKeras()
    {
        var epochs = new List<int>();
        History history = Fit(New(), All, new FitOptions
        {
            InitialEpoch = 2,
            Epochs = 5,
            Validation = All,
            ValidationFrequency = 2,
            ValidationSteps = 1,
            Callbacks = [new LambdaCallback { EpochBegin = epochs.Add }],
        });
        Assert.Equal([2, 3, 4], epochs);
        Assert.Equal((3, 1), (history["loss"].Count, history["val_loss"].Count));
    }

    [Fact]
    public void LengthBuckets_EachPass_HasEverySampleOnceAndLittlePadding()
    {
        int[][] sequences = [.. Enumerable.Range(1, 50).Select(i => Enumerable.Repeat(i, 1 + (i * 7 % 30)).ToArray())];
        var buckets = new LengthBuckets(sequences, new DataArray([.. Enumerable.Range(1, 50)], 50), batchSize: 4) { Seed = 5, Bounds = [10, 20] };
        Batch[][] passes = [.. Enumerable.Range(0, 2).Select(pass => buckets.Read(pass, 0).ToArray())];
        foreach (Batch[] pass in passes)
        {
            Assert.Equal(buckets.BatchesInPass, pass.Length);
            Assert.Equal(Enumerable.Range(1, 50), pass.SelectMany(Labels).Order());
            Assert.All(pass, b => Assert.Equal(Labels(b).Max(l => sequences[l - 1].Length), b.Inputs[0].Dimensions[1]));
            Assert.All(pass, b => Assert.Single(Labels(b).Select(l => sequences[l - 1].Length switch { <= 10 => 0, <= 20 => 1, _ => 2 }).Distinct()));
        }
        Assert.NotEqual(passes[0].SelectMany(Labels), passes[1].SelectMany(Labels));
        Assert.Equal(passes[1].Skip(3).SelectMany(Labels), buckets.Read(1, 3).SelectMany(Labels));

        static int[] Labels(Batch batch)
        {
            var values = new TensorValue(ElementType.Int32);
            batch.Targets[0].CopyTo(values, [.. Enumerable.Range(0, batch.Count)]);
            return values.Ints.ToArray();
        }
    }

    [Fact]
    public void LengthBuckets_Masked_TrainsOnBatchesOfDifferentLengths()
    {
        int[][] sequences = [.. Enumerable.Range(1, 20).Select(i => Enumerable.Repeat(1 + (i % 8), i).ToArray())];
        var model = new Sequential(seed: 2) { new InputLayer(Shape.Any) { Type = ElementType.Int32 }, new Embedding(9, 4) { MaskZero = true }, new Gru(5), new Dense(2) { Activation = Activation.Softmax } };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.05 });
        var data = Dataset.FromBatches(new LengthBuckets(sequences, new DataArray([.. Enumerable.Range(0, 20).Select(i => (i + 1) % 2)], 20), 4), prefetch: 2);
        History history = Fit(model, data, new FitOptions { Epochs = 15 });
        Assert.True(history["loss"][^1] < history["loss"][0] / 2);
    }

    private static History Fit(Model model, Dataset data, FitOptions options) => model.Fit(data, options, TestContext.Current.CancellationToken);

    internal static IEnumerable<Batch> Batches(int failAt = -1)
    {
        for (int b = 0; b < 3; b++)
        {
            if (b == failAt) throw new IOException("the cable is cut");
            yield return new Batch(X.Slice(10 * b, 10 * (b + 1)), Y.Slice(10 * b, 10 * (b + 1)));
        }
    }

    private static async IAsyncEnumerable<Batch> AsyncBatches([EnumeratorCancellation] CancellationToken stop = default)
    {
        foreach (Batch batch in Batches())
        {
            await Task.Delay(1, stop);
            yield return batch;
        }
    }

    private sealed class Seekable : ISeekableBatches
    {
        public int? BatchesInPass => 3;

        public IEnumerable<Batch> Read(int pass, int from) => Batches().Skip(from);
    }
}
