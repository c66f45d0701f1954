using System.Numerics.Tensors;
using System.Text.Json;

namespace Unroll.Tests.Data;

/// <summary>Keras's pad_sequences and to_categorical, case by case. (Its timeseries_dataset_from_array comes with the windows.)</summary>
public class PreprocessingTests
{
    private static readonly JsonElement s_golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "files", "preprocessing.json"))).RootElement;

    public static TheoryData<int> Paddings => [.. Enumerable.Range(0, s_golden.GetProperty("pad_sequences").GetArrayLength())];

    public static TheoryData<int> Categories => [.. Enumerable.Range(0, s_golden.GetProperty("to_categorical").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Paddings))]
    public void Pad_KerasArguments_GivesKerasResult(int index)
    {
        JsonElement c = s_golden.GetProperty("pad_sequences")[index];
        int[][] sequences = [.. s_golden.GetProperty("sequences").EnumerateArray().Select(static s => s.EnumerateArray().Select(static e => e.GetInt32()).ToArray())];
        Tensor<int> padded = Sequences.Pad(
            sequences, c.GetProperty("maxlen").ValueKind == JsonValueKind.Null ? null : c.GetProperty("maxlen").GetInt32(),
            End(c.GetProperty("padding")), End(c.GetProperty("truncating")), c.GetProperty("value").GetInt32());
        Assert.Equal(Flat(c.GetProperty("result")), padded.ToArray().Select(static v => (double)v));
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void ToCategorical_KerasArguments_GivesKerasResult(int index)
    {
        JsonElement c = s_golden.GetProperty("to_categorical")[index];
        int? classes = c.GetProperty("num_classes").ValueKind == JsonValueKind.Null ? null : c.GetProperty("num_classes").GetInt32();
        JsonElement labels = c.GetProperty("labels");
        int[] values = [.. Flat(labels).Select(static v => (int)v)];
        bool nested = labels[0].ValueKind == JsonValueKind.Array;
        Tensor<float> oneHot = nested
            ? Labels.ToCategorical(Tensor.Create(values, [labels.GetArrayLength(), labels[0].GetArrayLength()]), classes)
            : Labels.ToCategorical(values, classes);
        Assert.Equal(Flat(c.GetProperty("result")), oneHot.ToArray().Select(static v => (double)v));
        Assert.Equal(nested ? 3 : 2, oneHot.Rank);
    }

    [Fact]
    public void ToCategorical_LabelOutside_NamesItsPosition() =>
        Assert.Contains("Label 1 is 7, but the classes are 0 to 4", Assert.Throws<ArgumentException>(static () => Labels.ToCategorical([0, 7], 5)).Message, StringComparison.Ordinal);

    [Fact]
    public void Pad_Nothing_SaysSo() =>
        Assert.Contains("no sequences", Assert.Throws<ArgumentException>(static () => Sequences.Pad(Array.Empty<int[]>())).Message, StringComparison.Ordinal);

    [Fact]
    public void SplitWords_Markup_ReadsAsTheCollection() =>
        Assert.Equal(["lt", "shr", "amp", "co", "3"], TextTokens.SplitWords("<SHR> & Co.\u0003", escapeMarkup: true).Where(static w => w != "gt"));

    private static SequenceEnd End(JsonElement e) => e.GetString() == "pre" ? SequenceEnd.Front : SequenceEnd.Back;

    private static IEnumerable<double> Flat(JsonElement e) =>
        e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().SelectMany(Flat) : [e.GetDouble()];
}
