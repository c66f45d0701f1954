namespace Unroll.Cli.Texts;

internal sealed partial class KoreanTexts
{
    public override string RecurrenceFigure => "순환층, 그리고 그것을 시간에 따라 펼친 모습";
    public override string OneStepLater => "한 스텝 뒤";
    public override string TheLoop => "자기 출력을 다시 받는 층";
    public override string Unrolled => "한 스텝씩, 모든 스텝에서 같은 가중치로";
    public override string AssistantFigure => "인공지능 비서가 두 질문을 한 단어씩 듣는다";
    public override IReadOnlyList<string> QuestionToday => ["오늘", "주가가", "몇이야", "?"];
    public override IReadOnlyList<string> QuestionTomorrow => ["내일", "주가가", "몇이야", "?"];
    public override IReadOnlyList<string> MemoriesToday => ["오늘", "오늘의 주가", "오늘의 주가", "오늘의 주가"];
    public override IReadOnlyList<string> MemoriesTomorrow => ["내일", "내일의 주가", "내일의 주가", "내일의 주가"];
    public override string Answer => "대답";
    public override string AnswerToday => "오늘의 주가";
    public override string AnswerTomorrow => "내일의 예상 주가";
    public override string SameWordOtherState => "같은 단어, 다른 상태";
    public override string LstmFigure => "LSTM 셀: 끝까지 이어지는 상태와 게이트";
    public override string ForgetGate => "망각 게이트 f";
    public override string InputGate => "입력 게이트 i";
    public override string OutputGate => "출력 게이트 o";
    public override string Candidate => "후보 g";
    public override string CellState => "셀 상태";
    public override string GatesSay => "게이트는 유닛마다 0(닫힘)에서 1(열림) 사이의 값이다";
    public override string ShapesFigure => "세 가지 구조";
    public override string ManyToOne => "(1) 다수 입력 단일 출력";
    public override string ManyToOneUse => "문장을 읽고 뜻을 파악한다";
    public override string OneToMany => "(2) 단일 입력 다수 출력";
    public override string OneToManyUse => "사진의 캡션을 만든다";
    public override string ManyToMany => "(3) 다수 입력 다수 출력";
    public override string ManyToManyUse => "문장을 번역한다";
    public override IReadOnlyList<string> SentenceWords => ["유가가", "크게", "올랐다"];
    public override string Meaning => "원유";
    public override string Photo => "사진";
    public override IReadOnlyList<string> CaptionWords => ["작은", "빨간", "원"];
    public override IReadOnlyList<string> SourceWords => ["날씨가", "어때?", "<end>"];
    public override IReadOnlyList<string> TargetWords => ["how's", "the", "weather", "?"];
    public override string ClassifierFigure => "로이터 뉴스 분류기: 많은 단어를 읽고 카테고리 하나로";
    public override string ClassifierWords => "단어";
    public override string ClassifierTokens => "토큰";
    public override string ClassifierTokensNote => "숫자 100개, 앞을 채움";
    public override string ClassifierEmbeddingNote => "토큰마다 값 100개";
    public override string ClassifierLstmNote => "유닛 100개, 토큰마다 한 스텝";
    public override string ClassifierDenseNote => "카테고리 46개";
}
