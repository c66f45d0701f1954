using System.Text.Json.Serialization;

namespace Unroll;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedTask<SeriesForecasterSettings>))]
[JsonSerializable(typeof(SavedTask<SeriesClassifierSettings>))]
internal sealed partial class SeriesTaskContext : JsonSerializerContext;
