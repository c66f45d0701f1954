using System.Numerics.Tensors;
using System.Text.Json;

namespace Unroll.Tests.Data.Text;

public class TextVectorizerTests
{
    [Fact]
    public void Vectorizer_KerassCases_GivesItsNumbers()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "text.json")));
        string[] texts = [.. golden.RootElement.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];
        JsonElement cases = golden.RootElement.GetProperty("text_vectorization");
        Assert.Equal(10, cases.GetArrayLength());
        foreach (var expected in cases.EnumerateArray())
        {
            TextVectorizer vectorizer = Vectorizer(expected.GetProperty("arguments"));
            vectorizer.Adapt(texts);
            Assert.Equal(expected.GetProperty("vocabulary").EnumerateArray().Select(t => t.GetString()), vectorizer.Vocabulary);
            double[] numbers = vectorizer.Output == TextOutput.Int
                ? [.. Flat(vectorizer.Sequences(texts)).Select(n => (double)n)]
                : [.. Flat(vectorizer.Matrix(texts)).Select(n => (double)n)];
            double[] result = [.. expected.GetProperty("result").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(n => n.GetDouble())];
            Assert.Equal(result.Length, numbers.Length);
            for (int i = 0; i < result.Length; i++) Assert.Equal(result[i], numbers[i], 1e-6);
        }
    }

    [Fact]
    public void Vectorizer_WrongUse_SaysWhatToDo()
    {
        var sequences = new TextVectorizer();
        Assert.Equal("The vectorizer has no vocabulary. Call Adapt with texts first.", Assert.Throws<InvalidOperationException>(() => sequences.Sequences(["a"])).Message);
        Assert.StartsWith("The vectorizer's output is Int", Assert.Throws<InvalidOperationException>(() => sequences.Matrix(["a"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The vectorizer's output is Count", Assert.Throws<InvalidOperationException>(() => new TextVectorizer { Output = TextOutput.Count }.Sequences(["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextVectorizer { MaxTokens = 1 });
    }

    private static TextVectorizer Vectorizer(JsonElement arguments)
    {
        JsonElement? Find(string name) => arguments.TryGetProperty(name, out var value) ? value : null;
        return new TextVectorizer
        {
            MaxTokens = Find("max_tokens")?.GetInt32(),
            SequenceLength = Find("output_sequence_length")?.GetInt32(),
            NGrams = Find("ngrams")?.GetInt32() ?? 1,
            Split = Find("split") is null ? TextSplit.Whitespace : TextSplit.Character,
            Standardize = Find("standardize") is not { } standardize ? TextStandardization.LowerAndStripPunctuation
                : standardize.ValueKind == JsonValueKind.Null ? TextStandardization.None : TextStandardization.Lower,
            Output = Find("output_mode")?.GetString() switch { "multi_hot" => TextOutput.MultiHot, "count" => TextOutput.Count, "tf_idf" => TextOutput.TfIdf, _ => TextOutput.Int },
        };
    }

    private static T[] Flat<T>(Tensor<T> tensor)
    {
        var flat = new T[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return flat;
    }
}
