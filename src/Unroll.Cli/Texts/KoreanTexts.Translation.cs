namespace Unroll.Cli.Texts;

internal sealed partial class KoreanTexts
{
    public override string TrainTranslateAbout => "인코더와 디코더를 글의 쌍으로 훈련합니다: 문장과 번역, 또는 낱말과 발음.";
    public override string DataCmudictAbout => "CMU 발음 사전을 npm으로 내려받습니다.";
    public override string PairsOption => "쌍을 가져올 곳.";
    public override string PairsDataOption => "데이터 파일이나 폴더. TSV(줄마다 원문, 탭, 번역), 카탈로그(.mo, .po)나 그 폴더, 또는 cmudict.dict.";
    public override string AttentionOption => "디코더가 원문을 되돌아보는 방법: 보지 않음, 곱(Luong), 합(Bahdanau).";
    public override string SourceTokensOption => "원문을 토큰으로 나누는 방법. 기본은 데이터에 맞는 방법입니다.";
    public override string TargetTokensOption => "번역을 토큰으로 나누는 방법. 기본은 데이터에 맞는 방법입니다.";
    public override string MaxWordsOption => "어휘의 최대 토큰 수. 자주 나오는 것부터 담습니다.";
    public override string MaxTokensOption => "한쪽이라도 이보다 토큰이 많은 쌍은 뺍니다.";
    public override string LimitOption => "고른 간격으로 이만큼의 쌍만 씁니다.";
    public override string LayersOption => "인코더와 디코더 각각의 순환층 수.";
    public override string DropoutOption => "훈련할 때 순환층 출력에서 버릴 비율.";
    public override string LearningRateOption => "처음 학습률. 코사인 곡선을 따라 내려갑니다.";
    public override string BeamOption => "디코딩할 때 한꺼번에 따라갈 가설의 수. 1이면 탐욕 탐색입니다.";
    public override string AttentionMapOption => "디코더가 본 곳을 PNG 파일로 그립니다. 글 하나에만 쓸 수 있습니다.";
    public override string PairsDivided(int training, int validation, int test) => $"훈련할 쌍 {training}개, 훈련을 지켜볼 쌍 {validation}개, 따로 떼어 평가할 원문 {test}개";
    public override string GreedyScores(int texts, string scores) => $"떼어 둔 원문 {texts}개, 탐욕 탐색: {scores}";
    public override string BeamScores(int beam, string scores) => $"빔 {beam}: {scores}";
    public override string Pronunciations(int count) => $"강세를 뺀 발음 {count}개";
    public override string DataNeeded(string source) => $"--source {source}은(는) 사용자의 파일을 읽습니다. --data PATH로 경로를 알려 주세요.";
    public override string NoAttention(string path) => $"{path}: 어텐션 없이 훈련한 모델이라 그릴 것이 없습니다. --attention luong으로 훈련해 주세요.";
    public override string DataNotNeeded(string source) => $"--source {source}은(는) 쌍을 스스로 만드는데 --data가 왔습니다. 빼거나 다른 출처를 골라 주세요.";
    public override string OneTextForMap => "--attention-map은 글 하나만 그립니다. --text로 주세요.";
    public override string NothingTranslated => "번역이 비어 있어 그릴 것이 없습니다. 더 오래 훈련하거나 다른 글을 주세요.";
}
