using Unroll.Tests.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.SameBits;

/// <summary>Steady steps allocate nothing on any thread.</summary>
[Collection(nameof(Alone))]
public class AllocationTests
{
    private const int Vocabulary = 200;
    private const int Steps = 40;
    private const int Classes = 46;
    private const int Batch = 20;

    public static TheoryData<string, int> Cases => new MatrixTheoryData<string, int>(["lstm", "gru", "gru that resets before", "simple rnn", "bidirectional", "cells"], [1, 2]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_SteadyStep_AllocatesNothing(string cell, int count)
    {
        using var threads = new Threads(count);
        var loop = new TrainingLoop(NewModel(cell), Loss.CategoricalCrossentropy, new Adam());
        (Dataset data, int[] samples) = Data();
        Assert.Equal(0, LeastBytes(() => loop.Step(data, samples)));
    }

    // Few rows and many units, which workers share by units.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Train_SteadyStepByUnits_AllocatesNothing(int count)
    {
        using var threads = new Threads(count);
        var loop = new TrainingLoop(NewModel("lstm"), Loss.CategoricalCrossentropy, new Adam());
        (Dataset data, int[] samples) = Data();
        Assert.Equal(0, LeastBytes(() => loop.Step(data, samples.AsSpan(0, 2))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_SteadyBatch_AllocatesNothing(string cell, int count)
    {
        using var threads = new Threads(count);
        var run = new ModelRun(NewModel(cell));
        (Dataset data, int[] samples) = Data();
        Assert.Equal(0, LeastBytes(() =>
        {
            Model.Load(run, data.Arrays!, samples);
            run.Forward(training: false, keep: false);
        }));
    }

    private static Sequential NewModel(string cell) => new(seed: 1)
    {
        new Embedding(Vocabulary, 20),
        cell switch
        {
            "lstm" => new Lstm(70),
            "gru" => new Gru(70),
            "simple rnn" => new SimpleRnn(140),
            "bidirectional" => new Bidirectional(new Lstm(40)) { MergeMode = MergeMode.Mul },
            "cells" => new Rnn(new LstmCell(30), new GruCell(30)) { GoBackwards = true },
            _ => new Gru(70) { ResetAfter = false },
        },
        new Dense(Classes) { Activation = Activation.Softmax },
    };

    private static (Dataset Data, int[] Samples) Data()
    {
        var samples = new Samples(2);
        int[] tokens = samples.Ints(Batch * Steps, Vocabulary), topics = samples.Ints(Batch, Classes);
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = i % Steps < i / Steps ? 0 : tokens[i];
        }
        var labels = new float[Batch * Classes];
        for (int i = 0; i < Batch; i++)
        {
            labels[(i * Classes) + topics[i]] = 1;
        }
        return (Dataset.From(new DataArray(tokens, Batch, Steps), new DataArray(labels, Batch, Classes)), [.. Enumerable.Range(0, Batch)]);
    }

    /// <summary>The least of several steps, after three to warm up: what the runtime and the test runner allocate now and then is not the step's.</summary>
    internal static long LeastBytes(Action step)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            step();
            long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            least = i < 3 ? least : Math.Min(least, bytes);
        }
        return least;
    }
}
