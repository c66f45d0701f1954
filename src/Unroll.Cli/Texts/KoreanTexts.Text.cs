namespace Unroll.Cli.Texts;

internal sealed partial class KoreanTexts
{
    public override string TrainSentenceAbout => "한국어 질문을 읽고 무엇을, 어느 날에 대해 묻는지 알아내는 모델을 문법으로 만든 질문으로 학습합니다.";
    public override string TrainSpacingAbout => "한국어 글에 띄어쓰기를 되살리는 모델을 학습합니다.";
    public override string DataGettextAbout => "사람이 번역한 gettext 카탈로그(.mo, .po)에서 문장 쌍(TSV)을 만듭니다.";
    public override string GettextPaths => "카탈로그 파일, 또는 .mo와 .po 파일을 찾을 폴더. 모두 한 언어로 번역된 것이어야 합니다.";
    public override string PairsOutOption => "저장할 파일: 한 줄에 원문, 탭, 번역문.";
    public override string SpacingDataOption => "띄어쓰기가 된 한국어 UTF-8 텍스트 파일. 탭이 있는 줄은 둘째 열을 읽습니다. 'everyday'는 문법으로 만든 일상 문장입니다.";
    public override string PassesOption => "학습용 글 전체를 반복하는 횟수.";
    public override string TextsAStepOption => "한 번의 학습 단계에 쓰는 글의 수.";
    public override string TokenNumbersOption => "단어나 글자 하나를 나타내는 숫자의 개수.";
    public override string TextsLimitOption => "빨리 해 볼 수 있도록 글을 이만큼만 씁니다.";
    public override string MadeByGrammar => "사람이 쓴 것이 아니라 문법으로 만든 문장입니다. 단어가 적고 형태가 규칙적입니다.";
    public override string QuestionsDivided(int training, int test) => $"학습용 질문 {training}개, 테스트용 질문 {test}개(학습에서 함께 나온 적이 없는 단어의 조합)";
    public override string SentenceScores(int questions, string intent, string day) => $"테스트용 질문 {questions}개: 의도 정확도 {intent}, 날 정확도 {day}";
    public override string SpacingDivided(int training, int test) => $"학습용 글 {training}개, 테스트용 글 {test}개";

    public override string SpacingScores(string source, int texts, string f1, string precision, string recall, string whole) =>
        $"{source}: 테스트용 글 {texts}개의 띄어쓰기: F1 {f1} (정밀도 {precision}, 재현율 {recall}), 모두 맞은 글의 비율 {whole}";

    public override string GettextFound(int catalogues, int entries, int pairs) => $"카탈로그 {catalogues}개, 번역된 항목 {entries}개, 정리한 뒤 {pairs}쌍";
    public override string NoCatalogues(string folder) => $"폴더 '{folder}'에 .mo나 .po 파일이 없습니다. /usr/share/locale/ko처럼 파일이 있는 폴더를 주세요.";

    public override string NoGettextPairs(int catalogues, int entries) =>
        $"카탈로그 {catalogues}개에 번역된 항목이 {entries}개 있지만 정리하고 나니 남은 쌍이 없습니다. 번역된 글이 있는 카탈로그를 주세요.";

    public override string SeveralLanguages(string languages) => $"카탈로그의 언어가 여러 가지입니다: {languages}. /usr/share/locale/ko처럼 한 언어의 카탈로그만 주세요.";

    public override string NoKoreanLines(string source, int lines, int least) =>
        $"{source}에 한국어가 {lines}줄 있지만 띄어쓰기가 된 줄이 {least}줄 이상 필요합니다. 그런 글을 주세요.";
}
