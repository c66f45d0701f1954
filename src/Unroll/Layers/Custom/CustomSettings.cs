using System.Text;
using System.Text.Json;

namespace Unroll;

/// <summary>A layer of a class of somebody's own, with what its constructor was given.</summary>
internal interface ICustom
{
    IReadOnlyDictionary<string, object> OwnSettings { get; }
}

/// <summary>How such classes are named and written.</summary>
internal static class CustomSettings
{
    public static void Write(Layer layer, IReadOnlyDictionary<string, object> settings, Utf8JsonWriter json)
    {
        foreach ((string name, object value) in settings)
        {
            switch (value)
            {
                case bool truth: json.WriteBoolean(name, truth); break;
                case int whole: json.WriteNumber(name, whole); break;
                case float number: json.WriteNumber(name, number); break;
                case double number: json.WriteNumber(name, number); break;
                case string text: json.WriteString(name, text); break;
                default: Throw.Config($"{layer} has a setting '{name}' that is a {value.GetType().Name}, but settings are numbers, texts and truth values. Write it as one of these."); break;
            }
        }
    }

    /// <summary>GatedUnit becomes gated_unit.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
