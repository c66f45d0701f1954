using Unroll.Tests.Data.Audio;

namespace Unroll.Tests.Tasks;

public class SoundClassifierTests
{
    private static readonly LogMel s_features = new() { SampleRate = 8000, FrameLength = 200, Hop = 160, Bands = 8 };

    [Fact]
    public void Predict_TonesOfOtherLengthAndRate_NamesThem()
    {
        var sounds = new List<Sound>();
        var labels = new List<int>();
        for (int i = 0; i < 20; i++)
        {
            // One rises, one falls: only their order tells them apart.
            bool rises = i % 2 == 0;
            sounds.Add(new SoundAugmenter(1).Augment(Glide(rises), i));
            labels.Add(rises ? 0 : 1);
        }

        var model = new Sequential(seed: 3) { new InputLayer(40, 8), new Masking(), new Gru(12), new Dense(2) { Activation = Activation.Softmax } };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.02 });
        model.Fit((SoundClassifier.Frames(sounds, s_features, 40), labels.ToArray()), new() { Epochs = 30, BatchSize = 10 }, TestContext.Current.CancellationToken);
        var classifier = new SoundClassifier(model, new() { Labels = ["rises", "falls"], Features = s_features, MaxFrames = 40 });
        Assert.Equal("rises", classifier.Predict(Glide(true, 22_050))[0].Label);
        Assert.Equal("falls", classifier.Predict(Glide(false, 44_100))[0].Label);

        using var folder = new TemporaryFolder();
        classifier.Save(folder["glides.safetensors"]);
        var loaded = SoundClassifier.Load(folder["glides.safetensors"]);
        Assert.Equal(s_features, loaded.Settings.Features);
        Assert.Equal(classifier.Predict(Glide(true)), loaded.Predict(Glide(true)));
    }

    [Fact]
    public void Frames_Louder_IsTheSame()
    {
        float[] soft = SoundClassifier.Frames([Glide(true, amplitude: 0.05)], s_features, 40).ToArray(), loud = SoundClassifier.Frames([Glide(true, amplitude: 0.8)], s_features, 40).ToArray();
        Assert.All(soft.Zip(loud), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.All(soft[..8], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Load_AnotherTask_NamesIt()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential { new InputLayer(40, 8), new Gru(2), new Dense(2) };
        new SoundClassifier(model, new() { Labels = ["a", "b"], Features = s_features, MaxFrames = 40 }).Save(folder["a.safetensors"]);
        var error = Assert.Throws<ModelFileException>(() => SeriesForecaster.Load(folder["a.safetensors"]));
        Assert.Equal($"{folder["a.safetensors"]}: its task is 'sound_classifier', but expected 'series_forecaster'. Load it as what it is.", error.Message);
        var wrong = Assert.ThrowsAny<ArgumentException>(() => new SoundClassifier(model, new() { Labels = ["a"], Features = s_features, MaxFrames = 40 }));
        Assert.StartsWith("The model gives outputs of shape (None, 2), but there are 1 labels. Give the last layer 1 units.", wrong.Message, StringComparison.Ordinal);
    }

    private static Sound Glide(bool rises, int rate = 8000, double amplitude = 0.5)
    {
        int count = rate / 2;
        float At(int i)
        {
            double time = (rises ? i : count - i) / (double)rate;
            return (float)(amplitude * Math.Sin(2 * Math.PI * (400 + (1600 * time)) * time));
        }

        return new Sound([.. Enumerable.Range(0, count).Select(At)], rate);
    }
}
