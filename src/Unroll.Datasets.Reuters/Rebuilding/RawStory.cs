using System.Text.Json.Serialization;

namespace Unroll.Datasets;

/// <summary>What the package says of a story, as far as the arrays need it.</summary>
internal sealed class RawStory
{
    public string? Body { get; init; }

    public string[]? Topics { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RawStory[]))]
internal sealed partial class RawStoryContext : JsonSerializerContext;
