#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets.Reuters/Unroll.Datasets.Reuters.csproj
#:project ../src/Unroll.Plots/Unroll.Plots.csproj
#:property PublishAot=false

using Unroll;
using Unroll.Datasets;
using Unroll.Plots;

// Load the data
var (train, test) = Reuters.Load(numWords: 1000, testSplit: 0.2);

// Look at the data
int category = train.Topics.Max() + 1;
Console.WriteLine($"{category} categories");
Console.WriteLine($"{train.Stories.Length} training stories");
Console.WriteLine($"{test.Stories.Length} test stories");
Console.WriteLine();
Console.WriteLine($"[{string.Join(", ", train.Stories[0])}]");

// Padding: all stories get the same length
var xTrain = Sequences.Pad(train.Stories, maxLength: 100);
var xTest = Sequences.Pad(test.Stories, maxLength: 100);

// One-hot encoding
var yTrain = Labels.ToCategorical(train.Topics);
var yTest = Labels.ToCategorical(test.Topics);

// (1) The model
var model = new Sequential(seed: 42)
{
    new Embedding(1000, 100),
    new Lstm(100) { Activation = Activation.Tanh },
    new Dense(46) { Activation = Activation.Softmax },
};

// (2) Compile
model.Compile(
    loss: Loss.CategoricalCrossentropy,
    optimizer: new Adam(),
    metrics: [Metric.Accuracy]);

// (3) Train
History history = model.Fit(xTrain, yTrain, new FitOptions
{
    BatchSize = 100,
    Epochs = 20,
    Validation = (xTest, yTest),
});

// (4) Evaluate
Console.WriteLine($"\n Test Accuracy : {model.Evaluate(xTest, yTest)["accuracy"]:F4}");

// Plot loss and val_loss
HistoryPlot.Save(history, "loss", "loss.png");

// Plot accuracy and val_accuracy
HistoryPlot.Save(history, "accuracy", "accuracy.png");
