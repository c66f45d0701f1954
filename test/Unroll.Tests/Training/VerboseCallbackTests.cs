using Unroll.Tests.Kernels;
using Unroll.Tests.Saving;
using static Unroll.Tests.Training.SmallModels;

namespace Unroll.Tests.Training;

/// <summary>What callbacks write to the console where they are verbose; nothing else runs beside, since there is one console.</summary>
[Collection(nameof(Alone))]
public class VerboseCallbackTests
{
    [Fact]
    public void Fit_VerboseCallbacks_SayWhatTheyDo()
    {
        using var folder = new TemporaryFolder();
        string file = folder["best.safetensors"];
        var losses = new LambdaCallback { EpochEnd = (epoch, results) => results["loss"] = new[] { 3, 1.5, 2, 2 }[epoch] };
        Callback[] callbacks =
        [
            losses,
            new LearningRateScheduler((_, _) => 0.5) { Verbose = true },
            new ReduceLROnPlateau { Monitor = "loss", Patience = 1, Verbose = true },
            new ModelCheckpoint(file) { Monitor = "loss", SaveBestOnly = true, Verbose = true },
            new EarlyStopping { Monitor = "loss", Patience = 1, RestoreBestWeights = true, Verbose = true },
        ];
        Assert.Equal(
            $"""

            Epoch 1: LearningRateScheduler setting learning rate to 0.5.

            Epoch 1: loss improved from None to 3.00000, saving model to {file}

            Epoch 2: LearningRateScheduler setting learning rate to 0.5.

            Epoch 2: loss improved from 3.00000 to 1.50000, saving model to {file}

            Epoch 3: LearningRateScheduler setting learning rate to 0.5.

            Epoch 3: ReduceLROnPlateau reducing learning rate to 0.05.

            Epoch 3: loss did not improve from 1.50000

            Epoch 3: early stopping

            Epoch 2: the best, whose weights are restored

            """,
            Said(new FitOptions { Epochs = 4, Callbacks = callbacks }));
    }

    [Fact]
    public void Fit_CallbacksUnlessAsked_SayNothing() =>
        Assert.Equal("", Said(new FitOptions { Epochs = 2, Callbacks = [new LearningRateScheduler((_, _) => 0.5), new EarlyStopping { Monitor = "loss" }] }));

    private static string Said(FitOptions options)
    {
        TextWriter before = Console.Out;
        using var text = new StringWriter { NewLine = "\n" };
        Console.SetOut(text);
        try
        {
            New().Fit(All, options, TestContext.Current.CancellationToken);
        }
        finally
        {
            Console.SetOut(before);
        }
        return text.ToString();
    }
}
