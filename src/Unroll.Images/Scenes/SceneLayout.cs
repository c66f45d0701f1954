namespace Unroll.Images;

/// <summary>Puts objects into a scene so that what is said of them is clear to see.</summary>
internal static class SceneLayout
{
    /// <summary>The least room between an object and the picture's edge, and between two objects.</summary>
    private const double Gap = 0.015;

    /// <summary>How far objects that stand in a row or a column may be off its middle.</summary>
    private const double Slack = 0.03;

    /// <summary>How far an object's red, green and blue may be from its colour's.</summary>
    private const int ColorSlack = 14;

    private static readonly byte[][] s_colors = [[215, 40, 45], [45, 90, 205], [45, 150, 70], [240, 210, 45], [135, 60, 170], [240, 130, 30]];

    public static Scene Draw(SceneDraws draws, bool heldOut)
    {
        int count = 1 + draws.Below(3);
        SceneObject[] objects;
        SceneRelation relation;
        do
        {
            objects = [.. Enumerable.Range(0, count).Select(_ => DrawObject(draws))];
            relation = count == 1 ? SceneRelation.Alone : SceneRelation.Above + draws.Below(count == 2 ? 4 : 5);
        }
        while (objects.Any(static o => o.IsHeldOut) != heldOut || !IsInOrder(relation, objects));
        return new Scene(Place(draws, relation, objects), relation, Ground: (byte)(228 + draws.Below(28)));
    }

    private static SceneObject DrawObject(SceneDraws draws)
    {
        var (shape, color, size) = ((SceneShape)draws.Below(6), (SceneColor)draws.Below(6), (SceneSize)draws.Below(2));
        double radius = size == SceneSize.Small ? draws.Between(0.088, 0.1) : draws.Between(0.138, 0.148);
        return new SceneObject(shape, color, size, X: 0.5, Y: 0.5, radius, Turn: draws.Between(-0.07, 0.07))
        {
            Rgb = [.. s_colors[(int)color].Select(c => (byte)(c - ColorSlack + draws.Below((2 * ColorSlack) + 1)))],
        };
    }

    /// <summary>Of two the smaller is named first, of two of one size the upper or the left one.</summary>
    private static bool IsInOrder(SceneRelation relation, SceneObject[] objects) =>
        objects is not [var first, var other] || first.Size < other.Size
        || (first.Size == other.Size && relation is SceneRelation.Above or SceneRelation.LeftOf);

    private static SceneObject[] Place(SceneDraws draws, SceneRelation relation, SceneObject[] objects)
    {
        if (relation is SceneRelation.Alone or SceneRelation.Between)
        {
            // One alone is a row of one. Of three in a row the first named is the middle one.
            bool column = draws.Below(2) == 0;
            SceneObject[] row = objects is [var a, var b, var c] ? [b, a, c] : objects;
            double[] along = Row(draws, [.. row.Select(static o => o.Radius)]), across = Across(draws, row);
            SceneObject[] placed = [.. row.Select((o, i) => At(o, column, along[i], across[i]))];
            return placed is [var x, var y, var z] ? [y, x, z] : placed;
        }
        bool vertical = relation is SceneRelation.Above or SceneRelation.Below;
        bool isBefore = relation is SceneRelation.Above or SceneRelation.LeftOf;
        return PlaceBy(draws, vertical, isBefore, objects[0], objects[1..]);
    }

    /// <summary>Places an object before or behind others along an axis. Two others stand side by side and the object well amid them, since one in line with either could be taken for its neighbour.</summary>
    private static SceneObject[] PlaceBy(SceneDraws draws, bool vertical, bool isBefore, SceneObject first, SceneObject[] others)
    {
        double room = others.Max(static o => o.Radius) + (others.Length > 1 ? Slack : 0);
        double[] along = Row(draws, isBefore ? [first.Radius, room] : [room, first.Radius]);
        (double at, double othersAt) = isBefore ? (along[0], along[1]) : (along[1], along[0]);
        if (others is [var other])
        {
            double[] across = Across(draws, [first, other]);
            return [At(first, vertical, at, across[0]), At(other, vertical, othersAt, across[1])];
        }
        double[] beside = Row(draws, [.. others.Select(static o => o.Radius)]);
        double amid = beside[0] + (draws.Between(0.35, 0.65) * (beside[1] - beside[0]));
        return [At(first, vertical, at, amid), .. others.Select((o, i) => At(o, vertical, othersAt + draws.Between(-Slack, Slack), beside[i]))];
    }

    private static SceneObject At(SceneObject it, bool vertical, double along, double across) =>
        vertical ? it with { X = across, Y = along } : it with { X = along, Y = across };

    /// <summary>Middles of objects that follow each other along an axis, the room that is left shared out by chance.</summary>
    private static double[] Row(SceneDraws draws, double[] radii)
    {
        double left = 1 - radii.Sum(static r => 2 * r) - ((radii.Length + 1) * Gap);
        double[] offsets = [.. radii.Select(_ => draws.Between(0, left)).Order()];
        double end = 0;
        for (int i = 0; i < radii.Length; i++)
        {
            offsets[i] += end + Gap + radii[i];
            end += Gap + (2 * radii[i]);
        }
        return offsets;
    }

    /// <summary>Places of objects in a row across it: about the same.</summary>
    private static double[] Across(SceneDraws draws, SceneObject[] row)
    {
        double middle = draws.Between(0, 1);
        return [.. row.Select(o => Inside(Inside(middle, row.Max(static r => r.Radius)) + draws.Between(-Slack, Slack), o.Radius))];
    }

    private static double Inside(double place, double radius) => Math.Clamp(place, radius + Gap, 1 - radius - Gap);
}
