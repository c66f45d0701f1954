using Unroll.Tests.Reference;

namespace Unroll.Tests.Regularizers;

/// <summary>What outputs add to the loss: as much as when they pass through a layer that does nothing else.</summary>
public class ActivityRegularizerTests
{
    private static readonly Regularizer _penalty = new L1L2(0.02, 0.03);

    private static readonly Dictionary<string, Func<Regularizer?, Layer>> _layers = new()
    {
        ["Bidirectional"] = r => new Bidirectional(new Gru(3) { ReturnSequences = true }) { ActivityRegularizer = r },
        ["Rnn"] = r => new Rnn(new LstmCell(3)) { ReturnSequences = true, ActivityRegularizer = r },
        ["TimeDistributed, of vectors"] = r => new TimeDistributed(new Dense(3)) { ActivityRegularizer = r },
        ["TimeDistributed, folded"] = r => new TimeDistributed(new Dense(3) { Activation = Activation.Softmax }) { ActivityRegularizer = r },
        ["Conv1D, channels first"] = r => new Conv1D(3, 2) { DataFormat = DataFormat.ChannelsFirst, Activation = Activation.Softmax, ActivityRegularizer = r },
    };

    public static TheoryData<string> Names => [.. _layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_OnALayerMadeOfOthers_IsAsOnItsOutput(string name)
    {
        Sequential own = Train(_layers[name](_penalty)), behind = Train(_layers[name](null), new ActivationLayer(Activation.Linear) { ActivityRegularizer = _penalty });
        for (int i = 0; i < own.Weights.Count; i++)
        {
            Gradients.Check(own.Weights[i].Name, [.. behind.Weights[i].ToArray().Select(v => (double)v)], own.Weights[i].ToArray(), 1e-5);
        }
    }

    [Fact]
    public void Evaluate_Bidirectional_AddsBothLayersAndItsOwn()
    {
        var model = new Sequential(seed: 3) { new InputLayer(4, 2), new Bidirectional(new SimpleRnn(3) { ActivityRegularizer = new L1(0.5) }) { ActivityRegularizer = new L1(0.25) } };
        Assert.Equal(0.75 * Sum(model) / 5, Penalty(model), 1e-5);
    }

    [Fact]
    public void Evaluate_ActivityRegularization_AddsItsInput()
    {
        var model = new Sequential(seed: 3) { new InputLayer(4, 2), new ActivityRegularization(l1: 0.5) };
        Assert.Equal(0.5 * Sum(model) / 5, Penalty(model), 1e-5);
        Assert.Equal(0.5 * Sum(model) / 5, Penalty(Model.FromJson(model.ToJson())), 1e-5);
    }

    [Fact]
    public void Evaluate_InsideTimeDistributed_AddsNothing()
    {
        var model = new Sequential(seed: 3) { new InputLayer(4, 2), new TimeDistributed(new Dense(3) { ActivityRegularizer = new L1(0.5) }) };
        Assert.Equal(0, Penalty(model), 1e-6);
    }

    [Fact]
    public void Evaluate_ModelInsideTimeDistributed_AddsEachStepsMeanOverTheBatch()
    {
        var inner = new Sequential(seed: 3) { new InputLayer(2), new Dense(3) { ActivityRegularizer = new L1(0.5) } };
        var model = new Sequential(seed: 3) { new InputLayer(4, 2), new TimeDistributed(inner) };
        Assert.Equal(0.5 * Sum(model) / 5, Penalty(model), 1e-5);
    }

    [Fact]
    public void Evaluate_ReturnedState_CountsToo()
    {
        var input = new InputLayer(4, 2);
        var layer = new Gru(3) { ReturnState = true, ActivityRegularizer = new L1(0.5) };
        var model = new Model([input.Tensor], [layer.Apply(input.Tensor).Output], seed: 3);
        Assert.Equal(2 * 0.5 * Sum(model) / 5, Penalty(model), 1e-5);
    }

    private static DataArray X => new(new Samples(4).Floats(5 * 4 * 2), 5, 4, 2);

    private static double Sum(Model model) => model.Predict(X).Sum(v => Math.Abs((double)v));

    /// <summary>The loss against what the model predicts.</summary>
    private static double Penalty(Model model)
    {
        model.Compile(Loss.MeanSquaredError);
        int[] axes = [5, .. model.Outputs[0].Shape.Axes[1..]];
        return model.Evaluate(X, new DataArray([.. model.Predict(X)], axes))["loss"];
    }

    private static Sequential Train(params ReadOnlySpan<Layer> layers)
    {
        Sequential model = new Sequential(seed: 3) { new InputLayer(4, 2), new Dense(2) }.With(layers).With(new Flatten(), new Dense(1));
        model.Compile(Loss.MeanSquaredError, new Sgd { LearningRate = 0.1 });
        model.Fit(X, new DataArray(new Samples(5).Floats(5), 5, 1), new FitOptions { BatchSize = 2, Epochs = 2, Shuffle = false });
        return model;
    }
}
