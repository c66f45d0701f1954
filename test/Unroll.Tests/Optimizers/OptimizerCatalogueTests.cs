using Unroll.Kernels;

namespace Unroll.Tests.Optimizers;

public class OptimizerCatalogueTests
{
    private static readonly LearningRateSchedule[] _schedules =
    [
        new ExponentialDecay(0.1, 3, 0.5) { Staircase = true },
        new InverseTimeDecay(0.1, 3, 0.5),
        new PolynomialDecay(0.1, 6) { Power = 2, Cycle = true },
        new PiecewiseConstantDecay([2, 5], [0.1, 0.05, 0.01]),
        new CosineDecay(0, 6) { WarmupTarget = 0.1, WarmupSteps = 4 },
        new CosineDecayRestarts(0.1, 4) { TMul = 1, MMul = 0.5 },
    ];

    public static TheoryData<string> Names => ["Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lamb", "Lion", "Muon", "Nadam", "RMSprop", "SGD"];

    [Theory]
    [MemberData(nameof(Names))]
    public void FromJson_SavedCompiled_IsCompiledAlike(string className)
    {
        Sequential model = Small();
        model.Compile(Loss.MeanSquaredError, Optimizer.FromConfig(className.ToLowerInvariant(), default), [Metric.FromName("mae"), new Auc { Summation = AucSummation.Minoring }, new Precision { Thresholds = [0.25, 0.5] }]);
        Model read = Model.FromJson(model.ToJson());
        Assert.Equal(className, read.Compiled.Optimizer.ClassName);
        Assert.Equal("mae", read.Compiled.Goal.Outputs[0].Metrics[0].Name);
        Assert.Equal(model.ToJson(), read.ToJson());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void FromJson_Schedule_IsTheSame(int index)
    {
        LearningRateSchedule schedule = _schedules[index];
        Sequential model = Small();
        model.Compile(Loss.MeanSquaredError, new Sgd { Schedule = schedule, GlobalClipNorm = 1 });
        Model read = Model.FromJson(model.ToJson());
        Assert.Equal(model.ToJson(), read.ToJson());
        for (int step = 0; step < 20; step++)
            Assert.Equal(schedule.At(step), read.Compiled.Optimizer.Schedule!.At(step));
    }

    [Fact]
    public void At_Restarts_BeginAgain()
    {
        CosineDecayRestarts schedule = new(1, 4) { TMul = 2, MMul = 0.5 };
        Assert.Equal([1, 0.5, 0.25], [schedule.At(0), schedule.At(4), schedule.At(12)]);
        Assert.Equal(0.25, schedule.At(8), 1e-15);
    }

    [Fact]
    public void Fit_MovingAverage_IsWhatTheModelEndsWith()
    {
        // A momentum of 1 keeps the weights of the first step.
        Sequential averaged = Small(), once = Small();
        float[,] x = { { 1, 2 }, { 3, 4 }, { 5, 6 } }, y = { { 1 }, { 0 }, { 1 } };
        averaged.Compile(Loss.MeanSquaredError, new Sgd { UseEma = true, EmaMomentum = 1 });
        averaged.Fit(x, y, new() { BatchSize = 3, Epochs = 3, Shuffle = false }, TestContext.Current.CancellationToken);
        once.Compile(Loss.MeanSquaredError, new Sgd());
        once.Fit(x, y, new() { BatchSize = 3, Shuffle = false }, TestContext.Current.CancellationToken);
        Assert.Equal(once.Weights[0].ToArray(), averaged.Weights[0].ToArray());
    }

    [Fact]
    public void Compile_TwoClips_SaysWhatToDo()
    {
        Sequential model = Small();
        model.Compile(Loss.MeanSquaredError, new Sgd { ClipNorm = 1, ClipValue = 1 });
        Assert.Equal(
            "Optimizer SGD: only one of clipnorm, global_clipnorm and clipvalue can be set. Choose one.",
            Assert.Throws<ArgumentException>(() => model.Fit(new float[,] { { 1, 2 } }, new float[,] { { 1 } }, cancellationToken: TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Run_EveryWidth_GivesTheSameBits(int count)
    {
        float[] expected = Run(SimdWidth.Scalar, count);
        foreach (SimdWidth width in new[] { SimdWidth.V128, SimdWidth.V256, SimdWidth.V512 }.Where(Simd.IsSupported))
            Assert.Equal(expected, Run(width, count));
    }

    [Fact]
    public void DoubleMath_AgreesWithMath()
    {
        for (double x = -20; x <= 20; x += 0.37)
        {
            Assert.Equal(Math.Exp(x), DoubleMath.Exp(x), 4e-16 * Math.Exp(x));
            Assert.Equal(Math.Cos(Math.PI * x), DoubleMath.CosPi(x), 1e-14);
            Assert.Equal(Math.Pow(Math.Abs(x), 0.7), DoubleMath.Pow(Math.Abs(x), 0.7), 1e-14 * Math.Pow(Math.Abs(x), 0.7));
            Assert.Equal(1 / (1 + Math.Exp(-x)), DoubleMath.Sigmoid(x), 1e-15);
        }

        Assert.Equal([1, double.PositiveInfinity, 0], [DoubleMath.Exp(0), DoubleMath.Exp(1000), DoubleMath.Exp(-1000)]);
        Assert.Equal(double.MaxValue, DoubleMath.Exp(709.782712893384), 1e295);
    }

    private static float[] Run(SimdWidth width, int count)
    {
        Philox random = new(3, 0);
        float[] w = new float[count], g = new float[count];
        for (int i = 0; i < count; i++)
            (w[i], g[i]) = ((float)random.NormalAt(0, (ulong)i), (float)random.NormalAt(1, (ulong)i));
        OptimizerKernel.Run(new DescendStep(0.1f), w, g, default, default, width);
        return w;
    }

    private static Sequential Small() => new(seed: 3)
    {
        new InputLayer(2),
        new Dense(1) { Activation = Activation.Sigmoid },
    };
}
