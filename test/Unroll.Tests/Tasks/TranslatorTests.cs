using Unroll.Tests.Reference;

namespace Unroll.Tests.Tasks;

/// <summary>The translator: learning, files, and what it refuses.</summary>
public class TranslatorTests
{
    [Theory]
    [InlineData(TranslatorAttention.None, 1)]
    [InlineData(TranslatorAttention.Dot, 1)]
    [InlineData(TranslatorAttention.General, 2)]
    [InlineData(TranslatorAttention.Additive, 1)]
    public void Translate_WhatItLearntByHeart_ComesBackAlsoFromAFile(TranslatorAttention attention, int layers)
    {
        Translator translator = SmallTranslator.Trained(attention, layers);
        IReadOnlyList<Translation> greedy = translator.Translate(SmallTranslator.Sources, beam: 1), found = translator.Translate(SmallTranslator.Sources);
        Assert.Equal(SmallTranslator.Targets, greedy.Select(t => t.Text));
        Assert.Equal(SmallTranslator.Targets, found.Select(t => t.Text));
        using var folder = new TemporaryFolder();
        translator.Save(folder["model.safetensors"]);
        Assert.Equal(Translator.Kind, TaskFile.KindOf(folder["model.safetensors"]));
        Translator again = Translator.Load(folder["model.safetensors"]);
        Assert.Equal(attention != TranslatorAttention.None, again.HasAttention);
        Assert.Equal("six pairs", again.Settings.DatasetName);
        AssertSame(found, again.Translate(SmallTranslator.Sources));
        again.Save(folder["again.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["model.safetensors"]), File.ReadAllBytes(folder["again.safetensors"]));
    }

    [Fact]
    public void Translate_TextsAloneOrTogether_AreTheSameBits()
    {
        Translator translator = SmallTranslator.Untrained(TranslatorAttention.General);
        AssertSame(translator.Translate(SmallTranslator.Sources), [.. SmallTranslator.Sources.Select(s => translator.Translate(s))]);
    }

    [Fact]
    public void Translate_Attention_IsARowForEachTokenOverTheSourcesTokens()
    {
        foreach (Translation translation in SmallTranslator.Trained(TranslatorAttention.General).Translate(SmallTranslator.Sources))
        {
            Assert.Equal(translation.Tokens.Count, translation.Attention.Count);
            Assert.All(translation.Attention, row => Assert.Equal(translation.SourceTokens.Count, row.Length));
            Assert.All(translation.Attention, row => Assert.Equal(1, row.Sum(), 1e-5));
        }
        Assert.Equal(["What", "is", "the", "stock", "price", "today", "?"], SmallTranslator.Untrained(TranslatorAttention.Dot).Translate(SmallTranslator.Sources[0]).SourceTokens);
        Assert.All(SmallTranslator.Untrained(TranslatorAttention.None).Translate(SmallTranslator.Sources), t => Assert.Empty(t.Attention));
    }

    [Theory]
    [InlineData(TranslatorAttention.None)]
    [InlineData(TranslatorAttention.General)]
    [InlineData(TranslatorAttention.Additive)]
    public void Step_AlongASequence_GivesTheProbabilitiesOfTheTrainedModel(TranslatorAttention attention)
    {
        Translator translator = SmallTranslator.Untrained(attention, layers: 2, dropout: 0.5f);
        int[] source = [4, 5, 6], target = [Vocabulary.Start, 5, 7, 4];
        float[] whole = new float[target.Length * translator.Settings.TargetVocabulary.Count];
        translator.Model.Predict(Dataset.From([new DataArray(source, 1, 3), new DataArray(target, 1, 4)])).FlattenTo(whole);
        IStepDecoder decoder = translator.Decoder([source]);
        var state = new float[decoder.StateSize];
        decoder.Begin(0, state);
        for (int t = 0; t < target.Length; t++)
        {
            var step = new DecoderStep(decoder, 1);
            state.CopyTo(step.Set(0, target[t], 0));
            decoder.Step(step);
            step.NextStates.CopyTo(state);
            for (int token = 0; token < decoder.Tokens; token++)
            {
                Assert.Equal(whole[(t * decoder.Tokens) + token], Math.Exp(step.LogProbabilities[token]), 1e-6);
            }
        }
    }

    [Fact]
    public void Batches_Padding_DoesNotCount()
    {
        // A pair alone and beside a longer one, which it is padded to: the loss over both is the mean over their tokens.
        Translator translator = SmallTranslator.Untrained(TranslatorAttention.General);
        translator.Model.Compile(Loss.SparseCategoricalCrossentropy, new Sgd(), [Metric.Accuracy]);
        TextPair[] pairs = [SmallTranslator.Pairs[0], SmallTranslator.Pairs[5]];
        double[] tokens = [.. pairs.Select(p => TextTokenizer.Syllables.Split(p.Target).Count + 1.0)];
        double[] alone = [.. pairs.Select(p => translator.Model.Evaluate(translator.Batches([p]))["loss"])];
        double both = translator.Model.Evaluate(translator.Batches(pairs))["loss"];
        Assert.Equal(alone.Zip(tokens, (loss, n) => loss * n).Sum() / tokens.Sum(), both, 1e-5);
    }

    [Fact]
    public void Translator_AnotherModel_SaysWhatIsMissing()
    {
        TranslatorSettings settings = SmallTranslator.Untrained(TranslatorAttention.None).Settings;
        var input = new InputLayer(3);
        Assert.StartsWith(
            "A translator's model has a layer 'source_embedding', but this one has 'input_layer', 'dense'. Make it with Translator.Create.",
            Assert.Throws<ArgumentException>(() => new Translator(new Model(input.Tensor, new Dense(2).Apply(input.Tensor)), settings)).Message,
            StringComparison.Ordinal);
        Model model = SmallTranslator.Untrained(TranslatorAttention.Dot).Model;
        Assert.StartsWith(
            $"The model knows {settings.SourceVocabulary.Count} source tokens, but its vocabulary has 5. Give the vocabulary that the model was made for.",
            Assert.Throws<ArgumentException>(() => new Translator(model, settings with { SourceVocabulary = new Vocabulary(["a"]) })).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("MaxLength is 0, but a translation has 1 token or more", Assert.Throws<ArgumentException>(() => new Translator(model, settings with { MaxLength = 0 })).Message, StringComparison.Ordinal);
        Assert.StartsWith("The units are shared by two directions", Assert.Throws<ArgumentOutOfRangeException>(() => new TranslatorOptions { Units = 7 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_EmptyText_SaysWhich()
    {
        Translator translator = SmallTranslator.Untrained(TranslatorAttention.None);
        Assert.Equal("Text 1 is empty: there is nothing to translate. Leave it out.", Assert.Throws<ArgumentException>(() => translator.Translate(["Off!", " "])).Message);
        Assert.Empty(translator.Translate([]));
    }

    [Fact]
    public void Load_ModelOfAnotherKind_SaysSo()
    {
        using var folder = new TemporaryFolder();
        SmallTranslator.Untrained(TranslatorAttention.None).Model.Save(folder["model.safetensors"]);
        Assert.EndsWith(
            "it is a model, but no translator: its metadata has no 'task'. Use Model.Load, or save it with the task's Save.",
            Assert.Throws<ModelFileException>(() => Translator.Load(folder["model.safetensors"])).Message,
            StringComparison.Ordinal);
    }

    private static void AssertSame(IReadOnlyList<Translation> expected, IReadOnlyList<Translation> actual)
    {
        Assert.Equal(expected.Select(t => (t.Text, t.Score)), actual.Select(t => (t.Text, t.Score)));
        Assert.Equal(expected.SelectMany(t => t.Attention).SelectMany(w => w), actual.SelectMany(t => t.Attention).SelectMany(w => w));
    }
}
