using Unroll.Tests.Kernels;

namespace Unroll.Tests.Training;

[Collection(nameof(Alone))]
public class ShardTests
{
    [Fact]
    public void Fit_ThreeShards_SameBitsOnAnyNumberOfThreads()
    {
        float[][] weights = [.. new[] { 1, 2, 5 }.Select(count =>
        {
            using var threads = new Threads(count);
            Sequential model = SmallModels.New();
            model.Fit(SmallModels.All, new FitOptions { BatchSize = 20, Epochs = 2, Shards = 3 }, TestContext.Current.CancellationToken);
            return SmallModels.Weights(model);
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }
}
