using System.Text.Json.Nodes;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Golden;

/// <summary>Configs and summaries as Keras 3 and Keras 2 write them, and what the models predict there.</summary>
public class KerasFilesTests
{
    /// <summary>What nothing depends on.</summary>
    private static readonly HashSet<string> _unread = ["build_config", "compile_config", "quantization_config", "seed", "training", "renorm", "renorm_clipping", "renorm_momentum"];

    public static TheoryData<string> Models => ["reuters", "sensor", "tagger", "translator", "captioner", "twins"];

    [Theory]
    [MemberData(nameof(Models))]
    public void FromJson_Keras3_PredictsAsKeras(string name) => CheckPrediction($"{name}.keras3");

    [Theory]
    [MemberData(nameof(Models))]
    public void FromJson_Keras2_PredictsAsKeras(string name) => CheckPrediction($"{name}.keras2");

    [Theory]
    [MemberData(nameof(Models))]
    public void ToJson_OfKeras3_IsWhatKerasWrote(string name)
    {
        string keras = Text($"{name}.keras3.json");
        Model model = Model.FromJson(keras);
        string json = model.ToJson();
        AssertSame("", JsonNode.Parse(keras), JsonNode.Parse(json));
        Assert.Equal(json, Model.FromJson(json).ToJson());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ToJson_OfKeras2_IsOfKeras3(string name)
    {
        string json = Model.FromJson(Text($"{name}.keras2.json")).ToJson();
        Assert.Equal(json, Model.FromJson(json).ToJson());
        using SafetensorsReader file = SafetensorsReader.Open(PathOf($"{name}.keras2.safetensors"));
        CheckPrediction(Model.FromJson(json), file);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Summary_OfKeras3_IsAsKerasPrintsIt(string name) =>
        Assert.Equal(Text($"{name}.keras3.summary.txt").Trim(), Model.FromJson(Text($"{name}.keras3.json")).Summary(lineLength: 90).ReplaceLineEndings("\n").Trim());

    [Fact]
    public void FromJson_HardSigmoidOfKeras2_IsRefused()
    {
        string json = Text("reuters.keras2.json").Replace("\"recurrent_activation\": \"sigmoid\"", "\"recurrent_activation\": \"hard_sigmoid\"", StringComparison.Ordinal);
        Assert.StartsWith("The model was written by Keras 2 and has the activation 'hard_sigmoid', which has another slope there", Assert.Throws<ModelConfigException>(() => Model.FromJson(json)).Message, StringComparison.Ordinal);
    }

    private static void CheckPrediction(string name)
    {
        using SafetensorsReader file = SafetensorsReader.Open(PathOf($"{name}.safetensors"));
        CheckPrediction(Model.FromJson(Text($"{name}.json")), file);
    }

    private static void CheckPrediction(Model model, SafetensorsReader file)
    {
        Assert.Equal(file.Names.Count(n => n.StartsWith("weight/", StringComparison.Ordinal)), model.Weights.Count);
        for (int i = 0; i < model.Weights.Count; i++)
        {
            Assert.Equal(file.ShapeOf($"weight/{i}").ToArray(), model.Weights[i].Shape.ToArray());
            model.Weights[i].Set(file.ReadFloats($"weight/{i}"));
        }
        var run = new ModelRun(model);
        for (int i = 0; i < run.Inputs.Length; i++)
        {
            run.Inputs[i].Resize(file.ShapeOf($"input/{i}"));
            if (run.Inputs[i].Type == ElementType.Int32)
            {
                file.ReadInts($"input/{i}").CopyTo(run.Inputs[i].Ints);
            }
            else
            {
                file.ReadFloats($"input/{i}", run.Inputs[i].Floats);
            }
        }
        run.Forward(training: false, keep: false);
        Gradients.Check("The prediction", Samples.Doubles(file.ReadFloats("prediction")), run.Outputs[0].Floats, 1e-5);
    }

    /// <summary>All that Keras wrote stands in what is written, but for the unread; and nothing else does. What is null may be left out.</summary>
    private static void AssertSame(string path, JsonNode? keras, JsonNode? written)
    {
        switch (keras)
        {
            case JsonObject expected:
                var actual = Assert.IsType<JsonObject>(written);
                foreach (string key in expected.Select(p => p.Key).Union(actual.Select(p => p.Key)).Where(k => !_unread.Contains(k)))
                {
                    AssertSame($"{path}/{key}", expected[key], actual[key]);
                }
                break;
            case JsonArray expected:
                var items = Assert.IsType<JsonArray>(written);
                Assert.True(expected.Count == items.Count, $"{path} has {items.Count} items, expected {expected.Count}.");
                for (int i = 0; i < expected.Count; i++)
                {
                    AssertSame($"{path}[{i}]", expected[i], items[i]);
                }
                break;
            default:
                Assert.True(Number(keras) is { } number ? Number(written) is { } other && Math.Abs(number - other) <= 1e-7 * Math.Abs(number) : JsonNode.DeepEquals(keras, written), $"{path} is {written?.ToJsonString()}, expected {keras?.ToJsonString()}.");
                break;
        }
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private static string PathOf(string name) => Path.Combine(GoldenCases.Home, "files", name);

    private static string Text(string name) => File.ReadAllText(PathOf(name));
}
