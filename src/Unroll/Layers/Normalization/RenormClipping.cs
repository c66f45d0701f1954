namespace Unroll;

/// <summary>Bounds of a <see cref="BatchNormalization.Renorm"/>'s correction. Keras: <c>renorm_clipping</c>.</summary>
public sealed record RenormClipping
{
    /// <summary>The least that r is; 0 if null.</summary>
    public float? RMin { get; init; }

    /// <summary>The most that r is.</summary>
    public float? RMax { get; init; }

    /// <summary>The most that d is in size.</summary>
    public float? DMax { get; init; }

    /// <summary>What doesn't fit together; null if all does.</summary>
    internal string? Problem => RMax < RMin ? "an 'rmax' of 'rmin' or more" : DMax < 0 ? "a 'dmax' of 0 or more" : null;

    internal float R(float r) => Math.Min(Math.Max(r, RMin ?? r), RMax ?? float.PositiveInfinity);

    internal float D(float d) => DMax is { } most ? Math.Clamp(d, -most, most) : d;
}
