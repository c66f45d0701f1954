using System.CommandLine;
using System.Text;
using Unroll.Cli;
using Unroll.Cli.Commands;
using Unroll.Cli.Texts;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var texts = Catalogue.For(Language.Choose(args));
try
{
    var parsed = UnrollCommand.Create(texts).Parse(args);
    if (parsed.Errors.Count == 0)
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });

    Console.Error.WriteLine(texts.Error(UsageError.Message(parsed, texts)));
    Console.Error.WriteLine(texts.TryHelp);
    return ExitCode.Usage;
}
catch (Exception e) when (UserError.Explains(e))
{
    Console.Error.WriteLine(texts.Error(UserError.OneLine(e)));
    return ExitCode.Failure;
}
catch (Exception e)
{
    Console.Error.WriteLine(texts.Defect);
    Console.Error.WriteLine(e);
    return ExitCode.Failure;
}
