using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Unroll.Datasets;

namespace Unroll.Tests.Aot;

/// <summary>The lecture's model after two epochs, as a digest of its weights. <see cref="AotBuild"/> compiles this file too.</summary>
internal static class LectureDigest
{
    /// <param name="stories">The training stories that are used, the first ones.</param>
    public static string Compute(int stories)
    {
        var (train, _) = Reuters.Load(numWords: 1000, testSplit: 0.2);
        var x = Sequences.Pad(train.Stories[..stories], maxLength: 100);
        var y = Labels.ToCategorical(train.Topics[..stories], 46);
        var model = new Sequential(seed: 42)
        {
            new Embedding(1000, 100),
            new Lstm(100),
            new Dense(46) { Activation = Activation.Softmax },
        };
        model.Compile(Loss.CategoricalCrossentropy, new Adam(), [Metric.Accuracy]);
        model.Fit(x, y, new FitOptions { BatchSize = 100, Epochs = 2 });
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter weight in model.Weights)
        {
            digest.AppendData(MemoryMarshal.AsBytes(weight.ToArray().AsSpan()));
        }
        return Convert.ToHexString(digest.GetHashAndReset());
    }
}
