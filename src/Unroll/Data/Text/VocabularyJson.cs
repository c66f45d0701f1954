using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>A vocabulary as the array of its words.</summary>
internal sealed class VocabularyJson : JsonConverter<Vocabulary>
{
    public override Vocabulary Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A vocabulary is an array of words.");
        var words = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) words.Add(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.EndArray) throw new JsonException("A vocabulary is an array of words.");
        try
        {
            return new Vocabulary(words);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(Throw.Reason(e), e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Vocabulary value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string word in value.Words) writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
