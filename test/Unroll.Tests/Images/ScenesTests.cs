using System.Security.Cryptography;
using Unroll.Images;

namespace Unroll.Tests.Images;

public class ScenesTests
{
    [Fact]
    public void Draw_AScene_HasThePixelsItHadWhenThisWasWritten()
    {
        byte[] pixels = [.. Enumerable.Range(0, 20).SelectMany(i => Scenes.At(7, SceneSplit.Train, i).Draw(48).Pixels.ToArray())];
        Assert.Equal("DE13FC3ECC6A4144", Convert.ToHexString(SHA256.HashData(pixels))[..16]);
    }

    [Fact]
    public void At_SplitsOfASeed_HoldOutWhatTheySay()
    {
        for (int i = 0; i < 400; i++)
        {
            Assert.False(Scenes.At(3, SceneSplit.Train, i).HasHeldOut);
            Assert.False(Scenes.At(3, SceneSplit.Seen, i).HasHeldOut);
            Assert.True(Scenes.At(3, SceneSplit.Unseen, i).HasHeldOut);
        }
    }

    [Fact]
    public void HeldOut_OfEachSize_HasEachShapeAndEachColourOnce()
    {
        foreach (var held in Scenes.HeldOut.GroupBy(h => h.Size))
        {
            Assert.Equal(Enum.GetValues<SceneShape>(), held.Select(h => h.Shape).Order());
            Assert.Equal(Enum.GetValues<SceneColor>(), held.Select(h => h.Color).Order());
        }
        Assert.Equal(12, Scenes.HeldOut.Select(h => (h.Color, h.Shape)).Distinct().Count());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Caption_OfUnseenScenes_HasOnlyWordsOfTheTraining(string language)
    {
        var known = Words(SceneSplit.Train, 3000).ToHashSet();
        Assert.Empty(Words(SceneSplit.Unseen, 1000).Except(known));

        IEnumerable<string> Words(SceneSplit split, int count) => Enumerable.Range(0, count).SelectMany(i => Scenes.At(1, split, i).Caption(language).Split(' '));
    }

    [Fact]
    public void At_ManyScenes_KeepsObjectsApartAndInside()
    {
        for (int i = 0; i < 2000; i++)
        {
            var objects = Scenes.At(5, SceneSplit.Train, i).Objects;
            Assert.InRange(objects.Count, 1, 3);
            for (int a = 0; a < objects.Count; a++)
            {
                Assert.InRange(objects[a].X, objects[a].Radius, 1 - objects[a].Radius);
                Assert.InRange(objects[a].Y, objects[a].Radius, 1 - objects[a].Radius);
                for (int b = 0; b < a; b++)
                {
                    double x = objects[a].X - objects[b].X, y = objects[a].Y - objects[b].Y;
                    Assert.True(Math.Max(Math.Abs(x), Math.Abs(y)) > objects[a].Radius + objects[b].Radius, $"objects {a} and {b} of scene {i} touch");
                }
            }
        }
    }

    [Fact]
    public void Caption_ManyScenes_SaysWhereTheFirstObjectStands()
    {
        for (int i = 0; i < 2000; i++)
        {
            var scene = Scenes.At(5, SceneSplit.Seen, i);
            var (first, others) = (scene.Objects[0], scene.Objects.Skip(1).ToArray());
            bool right = scene.Relation switch
            {
                SceneRelation.Above => others.All(o => first.Y < o.Y),
                SceneRelation.Below => others.All(o => first.Y > o.Y),
                SceneRelation.LeftOf => others.All(o => first.X < o.X),
                SceneRelation.RightOf => others.All(o => first.X > o.X),
                SceneRelation.Between => (first.X - others[0].X) * (others[1].X - first.X) > 0 || (first.Y - others[0].Y) * (others[1].Y - first.Y) > 0,
                _ => others.Length == 0,
            };
            Assert.True(right, $"scene {i}: {scene.English}");
            if (others is [var only]) Assert.True(first.Size <= only.Size, $"scene {i}: {scene.English}");
        }
    }

    [Fact]
    public void Caption_TwoObjects_IsTheIssuesExample()
    {
        var scene = new Scene([Object(SceneShape.Circle, SceneColor.Red, SceneSize.Small), Object(SceneShape.Square, SceneColor.Blue, SceneSize.Large)], SceneRelation.Above, 255);
        Assert.Equal("a small red circle above a large blue square", scene.English);
        Assert.Equal("큰 파란 사각형 위의 작은 빨간 원", scene.Korean);
    }

    [Theory]
    [InlineData(SceneShape.Circle, "작은 노란 원과 큰 초록색 별 사이의 큰 보라색 십자가")]
    [InlineData(SceneShape.Diamond, "작은 노란 마름모와 큰 초록색 별 사이의 큰 보라색 십자가")]
    [InlineData(SceneShape.Cross, "작은 노란 십자가와 큰 초록색 별 사이의 큰 보라색 십자가")]
    [InlineData(SceneShape.Star, "작은 노란 별과 큰 초록색 별 사이의 큰 보라색 십자가")]
    public void Korean_ThreeObjects_HasTheRightParticle(SceneShape shape, string expected)
    {
        var scene = new Scene(
            [Object(SceneShape.Cross, SceneColor.Purple, SceneSize.Large), Object(shape, SceneColor.Yellow, SceneSize.Small), Object(SceneShape.Star, SceneColor.Green, SceneSize.Large)],
            SceneRelation.Between, 255);
        Assert.Equal(expected, scene.Korean);
    }

    [Fact]
    public void Caption_AnotherLanguage_SaysWhichThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => Scenes.At(1, SceneSplit.Train, 0).Caption("fr"));
        Assert.StartsWith("Scenes have captions in 'en' and 'ko', but 'fr' was asked for. Choose one of these.", error.Message, StringComparison.Ordinal);
    }

    private static SceneObject Object(SceneShape shape, SceneColor color, SceneSize size) => new(shape, color, size, 0.5, 0.5, 0.1, 0) { Rgb = [0, 0, 0] };
}
