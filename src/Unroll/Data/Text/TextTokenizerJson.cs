using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>A tokenizer as its name.</summary>
internal sealed class TextTokenizerJson : JsonConverter<TextTokenizer>
{
    public override TextTokenizer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A tokenizer is given by its name.");
        try
        {
            return TextTokenizer.Named(reader.GetString()!);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(Throw.Reason(e), e);
        }
    }

    public override void Write(Utf8JsonWriter writer, TextTokenizer value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
