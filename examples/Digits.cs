#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets/Unroll.Datasets.csproj
#:property PublishAot=false

using System.Numerics.Tensors;
using Unroll;
using Unroll.Datasets;

// Many to one: from the frames of a sound to the digit that was spoken.
bool quick = args.Contains("--quick");
string folder = DataFolder.Of(SpokenDigits.Name);
const int maxFrames = 120;

// (1) Recordings: espeak-ng's voices to learn from, others to test with. With --quick, tones.
if (!quick && !Directory.Exists(folder)) SpokenDigits.Record(folder);
var train = quick ? Tones(voices: 4) : SpokenDigits.Load(folder, SpokenDigits.Training);
var test = quick ? Tones(voices: 1) : SpokenDigits.Load(folder, SpokenDigits.Test);
var human = quick ? test : SpokenDigits.Load(folder, SpokenDigits.Human);

// Other recordings of the same: faster, slower, softer, with noise
var augmenter = new SoundAugmenter(seed: 42) { SpeedChange = 0.3, StrongestNoise = 5, NoiseSpread = 35 };
SpokenDigit[] learned = [.. train, .. train.Select((digit, i) => digit with { Sound = augmenter.Augment(digit.Sound, i) })];
Console.WriteLine($"{learned.Length} recordings to learn from, {test.Count} to test with");

// (2) Log-mel spectrograms, [sounds, frames, bands]
var features = new LogMel { SampleRate = SpokenDigits.SampleRate, FrameLength = 256, Hop = 80, LowestFrequency = 100, HighestFrequency = 3800 };
var (xTrain, yTrain) = Arrays(learned);
var (xTest, yTest) = Arrays(test);

// (3) The model: frames of zeros in front are passed over
var model = new Sequential(seed: 42)
{
    new InputLayer(maxFrames, features.Bands),
    new Masking(),
    new Bidirectional(new Lstm(quick ? 8 : 48) { ReturnSequences = true }),
    new Dropout(0.3f),
    new Bidirectional(new Lstm(quick ? 8 : 48)),
    new Dropout(0.3f),
    new Dense(10) { Activation = Activation.Softmax },
};
model.Compile(loss: Loss.SparseCategoricalCrossentropy, optimizer: new Adam { ClipNorm = 1 }, metrics: [Metric.Accuracy]);
model.Fit((xTrain, yTrain), new FitOptions { BatchSize = quick ? 16 : 64, Epochs = quick ? 2 : 8, Verbose = Verbosity.Lines });
Console.WriteLine($"Accuracy on voices never heard: {model.Evaluate((xTest, yTest))["accuracy"]:F4}");

// (4) One file that listens
new SoundClassifier(model, new SoundClassifierSettings
{
    Labels = SpokenDigits.Words,
    Features = features,
    MaxFrames = maxFrames,
    LicenceNotice = SpokenDigits.LicenceNotice,
}).Save("digits.safetensors");

var listener = SoundClassifier.Load("digits.safetensors");
foreach (SpokenDigit digit in human)
{
    LabelProbability heard = listener.Predict(digit.Sound, top: 1)[0];
    Console.WriteLine($"{digit.Voice} says {SpokenDigits.Words[digit.Digit]}, heard {heard.Label} ({heard.Probability:F2})");
}

(Tensor<float> X, int[] Y) Arrays(IReadOnlyList<SpokenDigit> digits) =>
    (SoundClassifier.Frames([.. digits.Select(digit => digit.Sound)], features, maxFrames), [.. digits.Select(digit => digit.Digit)]);

static SpokenDigit[] Tones(int voices) =>
[
    .. from voice in Enumerable.Range(0, voices)
       from digit in Enumerable.Range(0, 10)
       let pitch = (300 + (300 * digit)) * (1 + (0.02 * voice))
       select new SpokenDigit($"tone {voice}", digit, new Sound([.. Enumerable.Range(0, 2000).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * pitch * i / 8000)))], 8000)),
];
