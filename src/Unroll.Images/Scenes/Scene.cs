namespace Unroll.Images;

/// <summary>How the first object of a scene stands to the others.</summary>
public enum SceneRelation
{
    /// <summary>There are no others.</summary>
    Alone,

    /// <summary>Above the other, or above the two others, which stand side by side.</summary>
    Above,

    /// <summary>Below the other, or below the two others, which stand side by side.</summary>
    Below,

    /// <summary>To the left of the other, or of the two others, which stand one above the other.</summary>
    LeftOf,

    /// <summary>To the right of the other, or of the two others, which stand one above the other.</summary>
    RightOf,

    /// <summary>Between the two others.</summary>
    Between,
}

/// <summary>One to three objects on a light ground. What can be said of them is fixed, so that a picture has one right caption in each language.</summary>
/// <remarks>
/// Of two objects the smaller is placed by the larger; of two of one size the upper or the left one is named first. Of three, the one that stands alone, or between,
/// is placed by the two others, of which the upper or the left one is named first.
/// </remarks>
/// <param name="Objects">The objects in the order in which an English caption names them.</param>
/// <param name="Relation">How the first stands to the others.</param>
/// <param name="Ground">The grey of the ground.</param>
public sealed record Scene(IReadOnlyList<SceneObject> Objects, SceneRelation Relation, byte Ground)
{
    /// <summary>Whether an object has a size, a colour and a shape that meet in the test only.</summary>
    public bool HasHeldOut => Objects.Any(static o => o.IsHeldOut);

    /// <summary>What there is to see: 'a small red circle above a large blue square'.</summary>
    public string English => SceneWords.English(this);

    /// <summary>What there is to see: '큰 파란 사각형 위의 작은 빨간 원'.</summary>
    public string Korean => SceneWords.Korean(this);

    /// <summary>The caption in a language.</summary>
    /// <param name="language"><c>en</c> or <c>ko</c>.</param>
    /// <exception cref="ArgumentException">Another language.</exception>
    public string Caption(string language) => language switch
    {
        "en" => English,
        "ko" => Korean,
        _ => throw new ArgumentException($"Scenes have captions in 'en' and 'ko', but '{language}' was asked for. Choose one of these.", nameof(language)),
    };

    /// <summary>The scene in pixels, the same on every machine.</summary>
    /// <param name="side">Rows and columns.</param>
    public Picture Draw(int side) => SceneDrawing.Draw(this, side);
}
