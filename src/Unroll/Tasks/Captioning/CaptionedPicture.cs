namespace Unroll;

/// <summary>A picture and what is said of it, once or by several people.</summary>
public sealed class CaptionedPicture
{
    /// <summary>A picture with captions.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="captions">One caption or more.</param>
    /// <exception cref="ArgumentException">There is no caption.</exception>
    public CaptionedPicture(Picture picture, params IReadOnlyList<string> captions)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(captions);
        if (captions.Count == 0)
        {
            Throw.Argument("A picture came without a caption. Give one or more, or leave the picture out.", nameof(captions));
        }
        (Picture, Captions) = (picture, captions);
    }

    /// <summary>The picture.</summary>
    public Picture Picture { get; }

    /// <summary>What is said of it.</summary>
    public IReadOnlyList<string> Captions { get; }
}
