namespace Unroll.Images;

/// <summary>What is said of a scene.</summary>
internal static class SceneWords
{
    public static string English(Scene scene) => scene.Objects switch
    {
        [var only] => English(only),
        [var first, var other] => $"{English(first)} {EnglishRelation(scene.Relation)} {English(other)}",
        [var first, var second, var third] => $"{English(first)} {EnglishRelation(scene.Relation)} {English(second)} and {English(third)}",
        _ => throw new ArgumentException($"A scene has one to three objects, but this one has {scene.Objects.Count}.", nameof(scene)),
    };

    public static string Korean(Scene scene) => scene.Objects switch
    {
        [var only] => Korean(only),
        [var first, var other] => $"{Korean(other)} {KoreanRelation(scene.Relation)} {Korean(first)}",
        [var first, var second, var third] => $"{Korean(second)}{And(second.Shape)} {Korean(third)} {KoreanRelation(scene.Relation)} {Korean(first)}",
        _ => throw new ArgumentException($"A scene has one to three objects, but this one has {scene.Objects.Count}.", nameof(scene)),
    };

    private static string English(SceneObject it) =>
        $"a {(it.Size == SceneSize.Small ? "small" : "large")} {it.Color.ToString().ToLowerInvariant()} {it.Shape.ToString().ToLowerInvariant()}";

    private static string Korean(SceneObject it) => $"{(it.Size == SceneSize.Small ? "작은" : "큰")} {KoreanColor(it.Color)} {KoreanShape(it.Shape)}";

    private static string EnglishRelation(SceneRelation relation) => relation switch
    {
        SceneRelation.Above => "above",
        SceneRelation.Below => "below",
        SceneRelation.LeftOf => "left of",
        SceneRelation.RightOf => "right of",
        _ => "between",
    };

    private static string KoreanRelation(SceneRelation relation) => relation switch
    {
        SceneRelation.Above => "위의",
        SceneRelation.Below => "아래의",
        SceneRelation.LeftOf => "왼쪽의",
        SceneRelation.RightOf => "오른쪽의",
        _ => "사이의",
    };

    private static string KoreanColor(SceneColor color) => color switch
    {
        SceneColor.Red => "빨간",
        SceneColor.Blue => "파란",
        SceneColor.Green => "초록색",
        SceneColor.Yellow => "노란",
        SceneColor.Purple => "보라색",
        _ => "주황색",
    };

    private static string KoreanShape(SceneShape shape) => shape switch
    {
        SceneShape.Circle => "원",
        SceneShape.Square => "사각형",
        SceneShape.Triangle => "삼각형",
        SceneShape.Star => "별",
        SceneShape.Diamond => "마름모",
        _ => "십자가",
    };

    /// <summary>'and' after a noun: 와 after a vowel, 과 after a consonant.</summary>
    private static string And(SceneShape shape) => EndsInVowel(KoreanShape(shape)) ? "와" : "과";

    /// <summary>Of the 11,172 syllables each 28th has no final consonant.</summary>
    private static bool EndsInVowel(string noun) => (noun[^1] - '가') % 28 == 0;
}
