using Unroll.Cli.Evaluation;

namespace Unroll.Tests.Cli;

public class TopicScoreTests
{
    [Fact]
    public void Compute_KnownStories_GivesTheSharesByHand()
    {
        var scores = TopicScore.Compute([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 0], 4);
        Assert.Equal(new TopicScore(2 / 4.0, 2 / 3.0, 4 / 7.0, 3), scores[0]);
        Assert.Equal(new TopicScore(1 / 2.0, 1 / 2.0, 2 / 4.0, 2), scores[1]);
        Assert.Equal(new TopicScore(0, 0, 0, 1), scores[2]);
        Assert.Equal(new TopicScore(0, 0, 0, 0), scores[3]);
    }

    [Fact]
    public void MacroAverage_TopicWithoutStories_IsLeftOut()
    {
        var average = TopicScore.MacroAverage([new(1, 0.5, 0.75, 2), new(0, 0, 0, 3), new(0, 0, 0, 0)]);
        Assert.Equal(new TopicScore(0.5, 0.25, 0.375, 5), average);
    }
}
