using Unroll.Kernels;

namespace Unroll.Tests.Kernels;

/// <summary>Tests that change the number of threads, or count what all threads do, run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

/// <summary>A number of threads for a while.</summary>
internal sealed class Threads : IDisposable
{
    private readonly int _before = ComputeOptions.Threads;

    public Threads(int count) => ComputeOptions.Threads = count;

    public void Dispose() => ComputeOptions.Threads = _before;
}

[Collection(nameof(Alone))]
public class TeamTests
{
    [Fact]
    public async Task Predict_ManyThreadsWithOneTeam_GivesAllTheSameBits()
    {
        using var threads = new Threads(2);
        var model = new Sequential(seed: 3) { new InputLayer(30, 20), new Lstm(90), new Dense(3) };
        DataArray x = new(new Reference.Samples(1).Floats(600), 1, 30, 20);
        float[] expected = [.. model.Predict(x)];
        float[][] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            float[] last = [];
            for (int i = 0; i < 50; i++)
            {
                last = [.. model.Predict(x)];
            }
            return last;
        })));
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Run_AfterTheTeamWasReplaced_DoesTheWorkAlone()
    {
        using var threads = new Threads(3);
        Team old = Team.Current;
        ComputeOptions.Threads = 2;
        Assert.NotSame(old, Team.Current);
        List<(int, int)> calls = [];
        old.Run((worker, workers) => calls.Add((worker, workers)));
        Assert.Equal([(0, 1)], calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Run_Body_IsCalledOnceForEveryWorker(int size)
    {
        using var threads = new Threads(size);
        int[] calls = new int[size];
        Team.Current.Run((worker, workers) =>
        {
            Assert.Equal(size, workers);
            Interlocked.Increment(ref calls[worker]);
        });
        Assert.All(calls, count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_AgainAndAgain_DoesEachShareOnce(int size)
    {
        using var threads = new Threads(size);
        int[] calls = new int[size];
        const int Rounds = 5000;
        for (int round = 0; round < Rounds; round++)
        {
            Team.Current.Run((worker, _) => Interlocked.Increment(ref calls[worker]));
        }
        Assert.All(calls, count => Assert.Equal(Rounds, count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void RunTogether_SharesThatWaitForEachOther_AllHaveAThreadOrAreOne(int size)
    {
        using var threads = new Threads(size);
        var barrier = new SpinBarrier(size);
        int[] calls = new int[size];
        int alone = 0;
        const int Rounds = 500;
        for (int round = 0; round < Rounds; round++)
        {
            Team.Current.RunTogether((worker, workers) =>
            {
                Interlocked.Increment(ref workers == 1 ? ref alone : ref calls[worker]);
                if (workers > 1)
                {
                    barrier.Wait();
                }
            }, multiplyAdds: 0);
            Team.Current.Run(static (_, _) => { });
        }
        Assert.All(calls, count => Assert.Equal(Rounds - alone, count));
    }

    [Fact]
    public void RunTogether_MuchWork_WaitsForAWorkerThatSleeps()
    {
        using var threads = new Threads(2);
        Team.Current.Run(static (_, _) => { });
        Thread.Sleep(50);
        int most = 0;
        Team.Current.RunTogether((_, workers) => most = workers, multiplyAdds: long.MaxValue / 2);
        Assert.Equal(2, most);
    }

    [Fact]
    public void RunTogether_WorkersAsleep_ComesBackAtOnceAndLeavesTheTeamUsable()
    {
        using var threads = new Threads(2);
        Team team = Team.Current;
        team.Run(static (_, _) => { });
        Thread.Sleep(50);
        int shares = 0;
        team.RunTogether((_, workers) => Interlocked.Add(ref shares, 2 / workers), multiplyAdds: 0);
        Assert.Equal(2, shares);
        Thread.Sleep(50);
        team.Run((_, _) => Interlocked.Increment(ref shares));
        Assert.Equal(4, shares);
    }

    [Fact]
    public void Run_FailureInAWorker_ReachesTheCaller()
    {
        using var threads = new Threads(2);
        Action<int, int> body = static (worker, _) =>
        {
            if (worker == 1)
            {
                throw new ArithmeticException("Worker 1 failed.");
            }
        };
        Assert.Equal("Worker 1 failed.", Assert.Throws<InvalidOperationException>(() => Team.Current.Run(body)).Message);
        Team.Current.Run(static (_, _) => { });
    }

    [Theory]
    [InlineData(100, 6, 5)]
    [InlineData(3, 1, 5)]
    [InlineData(0, 6, 2)]
    public void Share_AnyCount_CoversItOnceInOrder(int count, int grain, int workers)
    {
        int end = 0;
        for (int worker = 0; worker < workers; worker++)
        {
            (int from, int to) = Team.Share(count, grain, worker, workers);
            Assert.Equal(end, from);
            Assert.True(to == count || to % grain == 0);
            end = to;
        }
        Assert.Equal(count, end);
    }
}
