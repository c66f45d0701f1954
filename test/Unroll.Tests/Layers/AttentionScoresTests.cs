using Unroll.Tests.Reference;

namespace Unroll.Tests.Layers;

/// <summary>Attention's second output, the weights.</summary>
public class AttentionScoresTests
{
    public static TheoryData<string> Names => [.. _layers.Keys];

    private static readonly Dictionary<string, Func<AttentionLayer>> _layers = new()
    {
        ["attention"] = () => new Attention { UseScale = true },
        ["additive_attention"] = () => new AdditiveAttention(),
        ["multi_head_attention"] = () => new MultiHeadAttention(2, 3),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_OfAQuery_AddUpTo1OverWhatCounts(string name)
    {
        ModelRun run = GraphRun.Of(NewModel(name), any: 4);
        TensorValue scores = run.Outputs[1];
        Assert.Equal(name == "multi_head_attention" ? [4, 2, 3, 4] : [4, 3, 4], scores.Dimensions.ToArray());
        for (int row = 0; row < scores.Count / 4; row++)
        {
            Assert.Equal(1, scores.Floats.Slice(row * 4, 4).ToArray().Sum(), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_GradientOfTheScores_ReachesTheInputs(string name)
    {
        Model model = NewModel(name);
        ModelRun run = GraphRun.Of(model, any: 4);
        foreach ((TensorValue input, int index) in run.Inputs.Select((x, i) => (x, i)))
        {
            for (int at = 0; at < input.Count; at += 3)
            {
                Assert.Equal((Sum(index, at, 1e-2f) - Sum(index, at, -1e-2f)) / 2e-2, input.Gradient[at], 2e-3);
            }
        }

        double Sum(int input, int at, float change)
        {
            var other = new ModelRun(model);
            for (int i = 0; i < other.Inputs.Length; i++)
            {
                other.Inputs[i].Resize(run.Inputs[i].Dimensions);
                run.Inputs[i].Floats.CopyTo(other.Inputs[i].Floats);
            }
            other.Inputs[input].Floats[at] += change;
            other.Forward(training: false, keep: false);
            return other.Outputs.Select((y, o) => Enumerable.Range(0, y.Count).Sum(i => (double)y.Floats[i] * run.Outputs[o].Gradient[i])).Sum();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToJson_ModelThatUsesTheScores_SaysSoAndReadsThemBack(string name)
    {
        Model model = NewModel(name);
        string json = model.ToJson();
        Assert.Contains("\"return_attention_scores\":true", json, StringComparison.Ordinal);
        Model again = Model.FromJson(json).WithWeightsOf(model);
        Assert.Equal(json, again.ToJson());
        GraphRun.AssertSame(model, GraphRun.Of(model, any: 4), again, GraphRun.Of(again, any: 4));
    }

    [Fact]
    public void Summary_HidesTheScores()
    {
        Assert.Contains("(None, 3, 5)", NewModel("attention").Summary(), StringComparison.Ordinal);
        Assert.DoesNotContain("[(None, 3, 5)", NewModel("attention").Summary(), StringComparison.Ordinal);
    }

    private static Model NewModel(string name)
    {
        InputLayer query = new(3, 5), value = new(Shape.Any, 5);
        AttentionOutput attention = _layers[name]().Apply(query.Tensor, value.Tensor);
        return new Model([query.Tensor, value.Tensor], [attention, attention.Scores], seed: 2);
    }
}
