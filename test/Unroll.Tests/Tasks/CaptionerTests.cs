using System.Runtime.InteropServices;
using Unroll.Images;

namespace Unroll.Tests.Tasks;

public class CaptionerTests
{
    private static readonly CaptionerShape Small = new() { Height = 24, Width = 24, Filters = [8, 16, 16], Units = 32 };

    [Fact]
    public void Describe_AfterATrainingOnSomeScenes_WritesTheirCaptions()
    {
        CaptionedPicture[] scenes = [.. SomeScenes(5)];
        var captioner = Trained(scenes);
        Assert.Equal(scenes.Select(s => s.Captions[0]), captioner.Describe([.. scenes.Select(s => s.Picture)]).Select(c => c.Text));
    }

    [Fact]
    public void Load_WhatSaveWrote_DescribesTheSame()
    {
        CaptionedPicture[] scenes = [.. SomeScenes(6)];
        var captioner = Trained(scenes, epochs: 15);
        using var folder = new TemporaryFolder();
        captioner.Save(folder["model.safetensors"]);
        Assert.Equal(Captioner.Kind, TaskFile.KindOf(folder["model.safetensors"]));
        var again = Captioner.Load(folder["model.safetensors"]);
        Assert.Equal(captioner.Settings.Vocabulary.Words, again.Settings.Vocabulary.Words);
        foreach (var scene in scenes)
        {
            Caption expected = captioner.Describe(scene.Picture), caption = again.Describe(scene.Picture);
            Assert.Equal((expected.Text, expected.Probability), (caption.Text, caption.Probability));
        }
    }

    [Fact]
    public void Describe_StepByStep_GivesTheWholeModelsProbability()
    {
        CaptionedPicture[] scenes = [.. SomeScenes(3)];
        var captioner = Trained(scenes, epochs: 10);
        foreach (var scene in scenes)
        {
            Caption caption = captioner.Describe(scene.Picture, beam: 1);
            int[] words = [.. caption.Words.Select(w => w == "[END]" ? Vocabulary.End : captioner.Settings.Vocabulary[w])];
            var batch = new Batch([CaptionerInput.Of([scene.Picture], 24, 24), new DataArray([Vocabulary.Start, .. words[..^1]], 1, words.Length)], [new DataArray(new int[words.Length], 1, words.Length)]);
            var probabilities = captioner.Model.Predict(Dataset.From(batch));
            double product = words.Select((w, i) => (double)probabilities[0, i, w]).Aggregate((a, b) => a * b);
            Assert.Equal(product, caption.Probability, product * 1e-5);
        }
    }

    [Fact]
    public void DescribeTop_OfAPicture_IsSortedAndAttendsToAllOfIt()
    {
        var captioner = new Captioner(CaptionerSettings.For(["a red circle", "a blue square"]), Small, seed: 4);
        var captions = captioner.DescribeTop(SomeScenes(1).Single().Picture, top: 3);
        Assert.Equal(3, captions.Count);
        foreach (var caption in captions)
        {
            Assert.Equal(caption.Words.Count, caption.Attention.Count);
            Assert.All(caption.Attention, weights =>
            {
                Assert.Equal(6 * 6, weights.Length);
                Assert.Equal(1, weights.Sum(), 1e-5f);
            });
        }
    }

    [Fact]
    public void Batches_OfCaptions_AreShiftedAndWeighted()
    {
        var captioner = new Captioner(CaptionerSettings.For(["a b c", "a"]), Small);
        var picture = new Picture(new byte[24 * 24 * 3], 24, 24);
        Batch batch = captioner.Batches([new CaptionedPicture(picture, "a b c", "a")], batchSize: 2, seed: 1).Read(0, 0).Single();
        string[] Words(DataArray tokens, int row) => [.. MemoryMarshal.Cast<byte, int>(tokens.Slice(row, row + 1).Bytes).ToArray().Select(t => captioner.Settings.Vocabulary[t])];
        int longer = Words(batch.Inputs[1], 0).Contains("c") ? 0 : 1;
        Assert.Equal(["[START]", "a", "b", "c"], Words(batch.Inputs[1], longer));
        Assert.Equal(["a", "b", "c", "[END]"], Words(batch.Targets[0], longer));
        Assert.Equal(["[START]", "a", "[PAD]", "[PAD]"], Words(batch.Inputs[1], 1 - longer));
        Assert.Equal(["a", "[END]", "[PAD]", "[PAD]"], Words(batch.Targets[0], 1 - longer));
    }

    [Fact]
    public void Describe_APictureOfAnotherSize_SaysWhich()
    {
        var captioner = new Captioner(CaptionerSettings.For(["a"]), Small);
        var error = Assert.Throws<ShapeException>(() => captioner.Describe(new Picture(new byte[12], 2, 2)));
        Assert.Equal("The model takes pictures of 24 rows and 24 columns, but got one of 2 and 2. Load it at that size.", error.Message);
    }

    [Fact]
    public void Load_AnotherTask_SaysWhich()
    {
        using var folder = new TemporaryFolder();
        new Sequential(seed: 1) { new InputLayer(3), new Dense(2) }.Save(folder["a.safetensors"]);
        var error = Assert.Throws<ModelFileException>(() => Captioner.Load(folder["a.safetensors"]));
        Assert.Equal($"{folder["a.safetensors"]}: it is a model, but no captioner: its metadata has no 'task'. Use Model.Load, or save it with the task's Save.", error.Message);
    }

    [Fact]
    public void For_CaptionsWithoutWords_SaysSo()
    {
        Assert.StartsWith("There are no captions to learn from. Give some.", Assert.Throws<ArgumentException>(() => CaptionerSettings.For([])).Message, StringComparison.Ordinal);
        Assert.StartsWith("A caption has no words.", Assert.Throws<ArgumentException>(() => CaptionerSettings.For(["a", " "])).Message, StringComparison.Ordinal);
        Assert.StartsWith("A picture came without a caption.", Assert.Throws<ArgumentException>(() => new CaptionedPicture(new Picture(new byte[3], 1, 1))).Message, StringComparison.Ordinal);
    }

    private static Captioner Trained(CaptionedPicture[] scenes, int epochs = 200)
    {
        var captioner = new Captioner(CaptionerSettings.For(scenes.SelectMany(s => s.Captions)), Small, seed: 3);
        captioner.Model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.005 });
        captioner.Model.Fit(Dataset.FromBatches(captioner.Batches(scenes, batchSize: 8, seed: 3)), new FitOptions { Epochs = epochs });
        return captioner;
    }

    private static IEnumerable<CaptionedPicture> SomeScenes(int count) =>
        Enumerable.Range(0, count).Select(i => Scenes.At(2, SceneSplit.Train, i)).Select(scene => new CaptionedPicture(scene.Draw(24), scene.English));
}
