using System.Numerics.Tensors;

namespace Unroll.Tests.Training;

public class BadDataTests
{
    private static readonly int[,] X = { { 1, 2, 3 }, { 0, 4, 1 } };
    private static readonly Tensor<float> Y = Labels.ToCategorical([0, 1], 2);

    [Theory]
    [InlineData(5, "Raise the layer's inputs, or load the data with numWords: 5.")]
    [InlineData(-1, "Number the tokens from 0.")]
    public void Fit_TokenOutsideTheVocabulary_SaysWhichAndWhere(int token, string advice)
    {
        int[,] x = { { 1, 2, 3 }, { 0, token, 1 } };
        string expected = $"knows the tokens 0 to 4, but got {token} in row 1 of the batch, step 1. {advice}";
        Assert.Contains(expected, Message<ArgumentException>(() => Fit(x, Y)), StringComparison.Ordinal);
        Assert.Contains(expected, Message<ArgumentException>(() => Small().Predict(x)), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LabelsThatDontMatchTheInputs_SaysSo()
    {
        Assert.Equal("2 samples came with 3 labels. Pass as many labels as samples.", Message<ShapeException>(() => Fit(X, Labels.ToCategorical([0, 1, 0], 2))));
        Assert.Equal(
            "categorical_crossentropy expects labels of shape [2, 2] as the model predicts, but got [2, 3]. Use Labels.ToCategorical, or Loss.SparseCategoricalCrossentropy for class numbers.",
            Message<ShapeException>(() => Fit(X, Labels.ToCategorical([0, 2]))));
        Assert.Contains("Loss.SparseCategoricalCrossentropy for class numbers", Message<ShapeException>(() => Fit(X, (int[])[0, 1])), StringComparison.Ordinal);
        Assert.StartsWith("Target 1 is class 2, but the model predicts 2 classes, 0 to 1.", Message<ArgumentException>(() => Fit(X, (int[])[0, 2], Loss.SparseCategoricalCrossentropy)), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_InputsThatDontMatchTheModel_SaysSo()
    {
        Assert.Equal("The input 'input_layer' expects shape (None, 3), but got [2, 2]. Pad or reshape the data to it.", Message<ShapeException>(() => Fit(new int[2, 2], Y)));
        Assert.StartsWith("The input 'input_layer' takes tokens (int), but got floats.", Message<ShapeException>(() => Fit(new float[2, 3], Y)), StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_StreamThatDoesntMatchTheModel_SaysSo()
    {
        Assert.Equal("The input 'input_layer' expects shape (None, 3), but got [3, 2]. Pad or reshape the data to it.", PredictBatch(new Batch(new int[3, 2])));
        Assert.StartsWith("The input 'input_layer' takes tokens (int), but got floats.", PredictBatch(new Batch(new float[2, 3])), StringComparison.Ordinal);
        Assert.StartsWith("The model has 1 inputs, but got 2.", PredictBatch(new Batch([X, X], null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SamplesWithoutSteps_SaysSo()
    {
        var model = new Sequential(seed: 3) { new InputLayer(Shape.Any, 2), new Lstm(4), new Dense(2) { Activation = Activation.Softmax } };
        const string Expected = "The input 'input_layer' got shape [2, 0, 2], samples without any values. Give each at least one step.";
        Assert.Equal(Expected, Message<ShapeException>(() => Fit(model, new float[2, 0, 2], Y)));
        Assert.Equal(Expected, Message<ShapeException>(() => model.Predict(new float[2, 0, 2])));
    }

    [Fact]
    public void Fit_StatefulModelInBatchesOfAnotherSize_SaysSo()
    {
        var model = new Sequential(seed: 3) { new InputLayer(3, 2) { BatchSize = 2 }, new Lstm(4) { Stateful = true, Name = "memory" }, new Dense(2) };
        float[,,] x = new float[5, 3, 2];
        const string Short = "LSTM 'memory' is stateful in batches of 2, but got a batch of 1. Pass 2 as the batch size, and samples that fill each batch.";
        Assert.Equal(Short, Message<ShapeException>(() => Fit(model, x, new float[5, 2], Loss.MeanSquaredError)));
        Assert.Equal(Short, Message<ShapeException>(() => model.Predict(x, batchSize: 2)));
        Assert.Equal(Short.Replace("batch of 1", "batch of 5", StringComparison.Ordinal), Message<ShapeException>(() => model.Evaluate(x, new float[5, 2])));
        Assert.Equal(2, model.CreateStream().Push([1, 2]).Length);
    }

    [Fact]
    public void Fit_OnTwoThreads_SaysSo()
    {
        Sequential model = Small();
        model.Compile(Loss.CategoricalCrossentropy);
        string? message = null;
        void FitElsewhere()
        {
            var thread = new Thread(() => message = Record.Exception(() => model.Fit(X, Y))?.Message);
            thread.Start();
            thread.Join();
        }
        var options = new FitOptions { Callbacks = [new LambdaCallback { BatchEnd = (_, _) => FitElsewhere() }] };
        model.Fit(X, Y, options, TestContext.Current.CancellationToken);
        Assert.Equal("The model is being trained on another thread. Train it on one thread at a time, or give each a model of its own.", message);
        model.Fit(X, Y, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Fit_EmptyDataSet_SaysSo() =>
        Assert.Equal("The data set is empty: 0 samples. Pass at least one sample.", Message<ArgumentException>(() => Fit(new int[0, 3], new float[0, 2])));

    [Fact]
    public void Fit_NaNInTheWeights_SaysAtWhichBatchAndKeepsTheRest()
    {
        Sequential model = Small();
        float[] kernel = model.Weights[^2].ToArray(), table = model.Weights[0].ToArray();
        kernel[0] = float.NaN;
        model.Weights[^2].Set(kernel);
        Assert.Equal("The loss became NaN at batch 1 of 2 in epoch 1. Look for NaN in the data or the weights, or lower the learning rate.", Message<NotFiniteNumberException>(() => Fit(model, X, Y, batchSize: 1)));
        Assert.Equal(table, model.Weights[0].ToArray());
    }

    [Fact]
    public void Fit_NaNInTheLoss_SaysAtWhichBatch()
    {
        float[,] y = { { 1, 0 }, { float.NaN, 1 } };
        Assert.StartsWith("The loss became NaN at batch 2 of 2 in epoch 1.", Message<NotFiniteNumberException>(() => Fit(Small(), X, y, batchSize: 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_NotCompiled_SaysSo() =>
        Assert.Equal("The model has no loss yet. Call Compile first.", Assert.Throws<InvalidOperationException>(() => Small().Evaluate(X, Y)).Message);

    private static string Message<TException>(Action action)
        where TException : Exception => Assert.ThrowsAny<TException>(action).Message;

    private static string PredictBatch(Batch batch) => Message<ShapeException>(() => Small().Predict(Dataset.FromBatches([batch])));

    private static void Fit(DataArray x, DataArray y, Loss? loss = null) => Fit(Small(), x, y, loss);

    private static void Fit(Sequential model, DataArray x, DataArray y, Loss? loss = null, int batchSize = 2)
    {
        model.Compile(loss ?? Loss.CategoricalCrossentropy);
        model.Fit(x, y, new FitOptions { BatchSize = batchSize, Shuffle = false }, TestContext.Current.CancellationToken);
    }

    private static Sequential Small() => new(seed: 3)
    {
        new InputLayer(3) { Type = ElementType.Int32 },
        new Embedding(5, 4),
        new Lstm(4),
        new Dense(2) { Activation = Activation.Softmax },
    };
}
