namespace Unroll.Images;

/// <summary>The random numbers of one scene, drawn one after the other.</summary>
internal sealed class SceneDraws(ulong seed, SceneSplit split, long number)
{
    /// <summary>No layer's stream: "scen".</summary>
    private const ulong Stream = 0x7363_656E_0000_0000;

    private readonly Philox _philox = new(seed, Stream + (ulong)split);
    private ulong _element;

    /// <summary>A whole number from 0 to before <paramref name="n"/>.</summary>
    public int Below(int n) => _philox.Below(n, (ulong)number, ref _element);

    /// <summary>A number between two.</summary>
    public double Between(double least, double most) => least + ((most - least) * _philox.UniformAt((ulong)number, _element++));
}
