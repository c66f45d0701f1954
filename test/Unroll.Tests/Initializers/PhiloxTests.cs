namespace Unroll.Tests.Initializers;

public class PhiloxTests
{
    // The known answers of Random123 1.09 (kat_vectors).
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Rounds_KnownCounterAndKey_GiveThePapersBits(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal(new Philox.Block(x0, x1, x2, x3), Philox.Rounds(new(c0, c1, c2, c3), k0, k1));

    [Fact]
    public void At_StreamZero_KeyIsTheSeed() =>
        Assert.Equal(
            new Philox.Block(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1),
            new Philox(0x299f31d0_a4093822, 0).At(0x03707344_13198a2e, 0x85a308d3_243f6a88));

    [Fact]
    public void At_OtherSeedStreamStepOrElement_GivesOtherBits()
    {
        Philox.Block[] blocks =
            [new Philox(1, 1).At(0, 0), new Philox(2, 1).At(0, 0), new Philox(1, 2).At(0, 0), new Philox(1, 1).At(1, 0), new Philox(1, 1).At(0, 1)];
        Assert.Equal(blocks.Length, blocks.Distinct().Count());
    }

    [Fact]
    public void UniformAt_ManyElements_IsWithinBoundsAndEven()
    {
        Philox random = new(42, 7);
        int[] bins = new int[10];
        for (ulong i = 0; i < 100_000; i++)
        {
            float u = random.UniformAt(3, i);
            Assert.InRange(u, 0f, 0.99999994f);
            bins[(int)(u * 10)]++;
        }

        Assert.All(bins, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Uniform_Span_HoldsEachElementsValue()
    {
        Philox random = new(42, 7);
        float[] values = new float[11];
        random.Uniform(3, values);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(random.UniformAt(3, (ulong)i), values[i]);
        foreach (int first in new[] { 1, 4, 7 })
        {
            random.Uniform(3, (ulong)first, values);
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(random.UniformAt(3, (ulong)(first + i)), values[i]);
        }
    }

    [Fact]
    public void NormalAt_ManyElements_HasTheMomentsOfTheNormal()
    {
        Philox random = new(42, 7);
        double sum = 0, squares = 0, cubes = 0, fourths = 0;
        const int Count = 200_000;
        for (ulong i = 0; i < Count; i++)
        {
            double x = random.NormalAt(0, i);
            sum += x;
            squares += x * x;
            cubes += x * x * x;
            fourths += x * x * x * x;
        }

        Assert.Equal(0, sum / Count, 0.01);
        Assert.Equal(1, squares / Count, 0.015);
        Assert.Equal(0, cubes / Count, 0.04);
        Assert.Equal(3, fourths / Count, 0.1);
    }

    [Fact]
    public void Shuffle_ThreeValues_GivesEachOrderEquallyOften()
    {
        Philox random = new(9, 0);
        Dictionary<(int, int, int), int> counts = [];
        for (ulong step = 0; step < 60_000; step++)
        {
            int[] values = [0, 1, 2];
            random.Shuffle(values, step);
            var order = (values[0], values[1], values[2]);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Shuffle_SameSeedAndStep_GivesTheSamePermutation()
    {
        int[] first = [.. Enumerable.Range(0, 1000)], second = [.. first], third = [.. first];
        new Philox(5, 1).Shuffle(first, 3);
        new Philox(5, 1).Shuffle(second, 3);
        new Philox(5, 1).Shuffle(third, 4);
        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
    }

    [Fact]
    public void Below_BoundZero_Throws()
    {
        ulong element = 0;
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => new Philox(1, 0).Below(0, 0, ref element)).Message, StringComparison.Ordinal);
    }
}
