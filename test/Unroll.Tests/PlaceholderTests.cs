namespace Unroll.Tests;

public class PlaceholderTests
{
    [Fact]
    public void Solution_Builds_AndRuns() => Assert.True(typeof(ShapeException).IsPublic);
}
