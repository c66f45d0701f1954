namespace Unroll.Images;

/// <summary>Which scenes are drawn.</summary>
public enum SceneSplit
{
    /// <summary>No object has size, colour and shape of <see cref="Scenes.HeldOut"/>.</summary>
    Train,

    /// <summary>As in training, but other scenes.</summary>
    Seen,

    /// <summary>One object or more has size, colour and shape of <see cref="Scenes.HeldOut"/>.</summary>
    Unseen,
}

/// <summary>Scenes as many as are asked for: each follows from the seed, the split and its number alone, on every machine.</summary>
public static class Scenes
{
    /// <summary>
    /// What is to be seen in <see cref="SceneSplit.Unseen"/> only: twelve of the 72 combinations of size, colour and shape. Each shape and each colour is held out small with one partner
    /// and large with another; the same shape and colour in the other size are in the training.
    /// </summary>
    public static IReadOnlyList<(SceneSize Size, SceneColor Color, SceneShape Shape)> HeldOut { get; } =
    [
        (SceneSize.Small, SceneColor.Red, SceneShape.Circle),
        (SceneSize.Small, SceneColor.Blue, SceneShape.Square),
        (SceneSize.Small, SceneColor.Green, SceneShape.Triangle),
        (SceneSize.Small, SceneColor.Yellow, SceneShape.Star),
        (SceneSize.Small, SceneColor.Purple, SceneShape.Diamond),
        (SceneSize.Small, SceneColor.Orange, SceneShape.Cross),
        (SceneSize.Large, SceneColor.Blue, SceneShape.Circle),
        (SceneSize.Large, SceneColor.Green, SceneShape.Square),
        (SceneSize.Large, SceneColor.Yellow, SceneShape.Triangle),
        (SceneSize.Large, SceneColor.Purple, SceneShape.Star),
        (SceneSize.Large, SceneColor.Orange, SceneShape.Diamond),
        (SceneSize.Large, SceneColor.Red, SceneShape.Cross),
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

    internal static bool IsHeldOut(SceneSize size, SceneColor color, SceneShape shape) => HeldOut.Contains((size, color, shape));
}
