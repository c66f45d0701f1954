namespace Unroll;

/// <summary>A translated text of a gettext catalogue.</summary>
/// <param name="Context">What tells texts alike apart (<c>msgctxt</c>); null for none.</param>
/// <param name="Source">The text in the program's language, its singular if it has a plural (<c>msgid</c>).</param>
/// <param name="Plural">Its plural (<c>msgid_plural</c>); null for none.</param>
/// <param name="Translations">The translation, or that of each plural form (<c>msgstr</c>).</param>
public sealed record GettextEntry(string? Context, string Source, string? Plural, IReadOnlyList<string> Translations);
