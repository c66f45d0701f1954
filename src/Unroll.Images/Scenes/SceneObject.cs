namespace Unroll.Images;

/// <summary>What an object of a scene looks like.</summary>
public enum SceneShape
{
    /// <summary>원.</summary>
    Circle,

    /// <summary>사각형.</summary>
    Square,

    /// <summary>삼각형.</summary>
    Triangle,

    /// <summary>별.</summary>
    Star,

    /// <summary>마름모.</summary>
    Diamond,

    /// <summary>십자가.</summary>
    Cross,
}

/// <summary>What colour an object of a scene has.</summary>
public enum SceneColor
{
    /// <summary>빨간.</summary>
    Red,

    /// <summary>파란.</summary>
    Blue,

    /// <summary>초록색.</summary>
    Green,

    /// <summary>노란.</summary>
    Yellow,

    /// <summary>보라색.</summary>
    Purple,

    /// <summary>주황색.</summary>
    Orange,
}

/// <summary>How big an object of a scene is.</summary>
public enum SceneSize
{
    /// <summary>A radius of about a tenth of the picture.</summary>
    Small,

    /// <summary>A radius of about a seventh of the picture.</summary>
    Large,
}

/// <summary>A thing in a scene. Lengths count in sides of the picture, from the top left corner.</summary>
/// <param name="Shape">What it looks like.</param>
/// <param name="Color">What colour it has.</param>
/// <param name="Size">How big it is called.</param>
/// <param name="X">Its middle, from the left.</param>
/// <param name="Y">Its middle, from the top.</param>
/// <param name="Radius">From its middle to its farthest point.</param>
/// <param name="Turn">The tangent of half the angle that it is turned by.</param>
public sealed record SceneObject(SceneShape Shape, SceneColor Color, SceneSize Size, double X, double Y, double Radius, double Turn)
{
    /// <summary>Red, green and blue, a little different from object to object.</summary>
    public required IReadOnlyList<byte> Rgb { get; init; }

    /// <summary>Whether size, colour and shape meet in the test only.</summary>
    public bool IsHeldOut => Scenes.IsHeldOut(Size, Color, Shape);
}
