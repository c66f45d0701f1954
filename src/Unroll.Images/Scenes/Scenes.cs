namespace Unroll.Images;

/// <summary>Which scenes are drawn.</summary>
public enum SceneSplit
{
    /// <summary>No object has a shape and a colour of <see cref="Scenes.HeldOut"/>.</summary>
    Train,

    /// <summary>As in training, but other scenes.</summary>
    Seen,

    /// <summary>One object or more has a shape and a colour of <see cref="Scenes.HeldOut"/>.</summary>
    Unseen,
}

/// <summary>Scenes as many as are asked for: each follows from the seed, the split and its number alone, on every machine.</summary>
public static class Scenes
{
    /// <summary>Shapes and colours that meet in <see cref="SceneSplit.Unseen"/> only: each shape and each colour once.</summary>
    public static IReadOnlyList<(SceneShape Shape, SceneColor Color)> HeldOut { get; } =
    [
        (SceneShape.Circle, SceneColor.Red),
        (SceneShape.Square, SceneColor.Blue),
        (SceneShape.Triangle, SceneColor.Green),
        (SceneShape.Star, SceneColor.Yellow),
        (SceneShape.Diamond, SceneColor.Purple),
        (SceneShape.Cross, SceneColor.Orange),
    ];

    /// <summary>The scene of a number.</summary>
    /// <param name="seed">Where the random numbers begin.</param>
    /// <param name="split">Which scenes.</param>
    /// <param name="number">From 0.</param>
    public static Scene At(ulong seed, SceneSplit split, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return SceneLayout.Draw(new SceneDraws(seed, split, number), heldOut: split == SceneSplit.Unseen);
    }

    internal static bool IsHeldOut(SceneShape shape, SceneColor color) => HeldOut.Contains((shape, color));
}
