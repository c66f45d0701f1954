#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Images/Unroll.Images.csproj
#:project ../src/Unroll.Plots/Unroll.Plots.csproj
#:property PublishAot=false

using Unroll;
using Unroll.Images;
using Unroll.Plots;

// One to many: a picture goes in, a sentence comes out word by word.
bool quick = args.Contains("--quick");
int side = quick ? 32 : 64, scenesInEpoch = quick ? 256 : 20_000, epochs = quick ? 1 : 20, batchSize = 32;
string language = args.Contains("--korean") ? "ko" : "en";
const ulong Seed = 42;

// The data: scenes of one to three objects, drawn as they are needed.
// No small red circle, large blue circle, small blue square, ... is among those of the training.
Scene example = Scenes.At(Seed, SceneSplit.Train, 0);
Console.WriteLine(example.English);
Console.WriteLine(example.Korean);
(Picture Picture, string Caption) Sample(int pass, int i)
{
    Scene scene = Scenes.At(Seed, SceneSplit.Train, ((long)pass * scenesInEpoch) + i);
    return (scene.Draw(side), scene.Caption(language));
}

// (1) The model: convolutions look at the picture; an LSTM writes, and attends to the picture at each word
var settings = CaptionerSettings.For(Enumerable.Range(0, 3000).Select(i => Scenes.At(Seed, SceneSplit.Train, i).Caption(language)));
var captioner = new Captioner(settings, new CaptionerShape { Height = side, Width = side }, Seed);
Console.WriteLine(captioner.Model.Summary());

// (2) Compile
captioner.Model.Compile(
    loss: Loss.SparseCategoricalCrossentropy,
    optimizer: new Adam { Schedule = new CosineDecay(0.002, (double)epochs * scenesInEpoch / batchSize) { Alpha = 0.01 }, GlobalClipNorm = 5 },
    weightedMetrics: [Metric.Accuracy]);

// (3) Train with teacher forcing: at each word the model is told the right words before it
var batches = new CaptionBatches(captioner, scenesInEpoch, Sample, batchSize) { Seed = Seed, WordNoise = 0.2 };
captioner.Model.Fit(Dataset.FromBatches(batches, prefetch: 2), new FitOptions { Epochs = epochs, Verbose = Verbosity.Lines });

// (4) Caption scenes with sizes, colours and shapes that never met in the training
Scene[] unseen = [.. Enumerable.Range(0, quick ? 12 : 1000).Select(i => Scenes.At(Seed, SceneSplit.Unseen, i))];
Picture[] pictures = [.. unseen.Select(scene => scene.Draw(side))];
IReadOnlyList<Caption> captions = captioner.Describe(pictures, beam: 4);
int right = unseen.Zip(captions).Count(pair => pair.First.Caption(language) == pair.Second.Text);
Console.WriteLine($"Exactly right : {(double)right / unseen.Length:F4}");
CaptionSheet.Save([.. Enumerable.Range(0, 12).Select(i => (pictures[i], captions[i].Text, (string?)unseen[i].Caption(language)))], "captions.png");

// Where did it look when it wrote each word?
int cells = (int)Math.Sqrt(captions[0].Attention[0].Length);
foreach (var (word, weights) in captions[0].Words.Zip(captions[0].Attention))
{
    int most = Array.IndexOf(weights, weights.Max());
    Console.WriteLine($"{word,-10} row {(most / cells) + 1}, column {(most % cells) + 1} of {cells}");
}

// Save the model; 'unroll caption captions.safetensors PICTURE' captions your pictures
captioner.Save("captions.safetensors");
