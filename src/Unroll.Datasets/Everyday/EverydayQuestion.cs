namespace Unroll.Datasets;

/// <summary>A Korean question and what it asks about.</summary>
/// <param name="Text">The question, such as '오늘 주가가 몇이야?'.</param>
/// <param name="Intent">What is asked, such as <c>stock price</c>.</param>
/// <param name="Day">The day that is asked about, such as <c>today</c>; <c>no day</c> where none is named.</param>
public sealed record EverydayQuestion(string Text, string Intent, string Day);
