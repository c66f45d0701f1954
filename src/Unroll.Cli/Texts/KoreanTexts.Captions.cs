namespace Unroll.Cli.Texts;

internal sealed partial class KoreanTexts
{
    public override string TrainCaptionsAbout => "그림에 설명을 다는 모델을 학습합니다: 합성곱이 그림을 보고, LSTM이 그림에 주의를 기울이며 한 단어씩 씁니다.";
    public override string DataEmojiAbout => "두 작가의 이모지와 그 영어·한국어 이름을 npm으로 내려받습니다. 이름: MIT. Noto Emoji(Google): Apache 2.0. Twemoji(Twitter): CC BY 4.0.";
    public override string EmojiOutOption => "저장할 폴더. 생략하면 사용자의 로컬 데이터 폴더를 씁니다.";
    public override string CaptionSourceOption => "학습할 데이터: 여기서 그리는 장면(scenes), 이모지(emoji, 'unroll data emoji'로 내려받음), 또는 내 폴더(folder).";
    public override string CaptionDataOption => "데이터 폴더. folder: Flickr8k처럼 그림과 captions.txt(image,caption) 또는 *.token.txt가 있는 폴더. emoji: 내려받은 폴더.";
    public override string AllowMissingOption => "그림이 없는 설명과 설명이 없는 그림을 빼고 진행합니다. 생략하면 오류입니다.";
    public override string CaptionLanguageOption => "장면과 이모지 설명의 언어. 생략하면 출력 언어와 같습니다.";
    public override string ScenesOption => "에포크 하나에 쓰는 장면 수. 에포크마다 새 장면을 그립니다.";
    public override string SceneTestsOption => "테스트마다 쓰는 장면 수.";
    public override string CaptionSideOption => "모델이 보는 그림의 가로와 세로 픽셀 수. 다른 크기의 그림은 잘리지 않게 비율대로 맞추고 나머지는 흰색으로 채웁니다.";
    public override string CaptionEpochsOption => "학습용 그림 전체를 반복하는 횟수. 생략하면 장면은 14번, 그 밖에는 60번입니다.";
    public override string CaptionBatchSizeOption => "한 번의 학습 단계에 쓰는 그림 수.";
    public override string CaptionLearningRateOption => "처음 학습률. 코사인 곡선을 따라 줄어듭니다.";
    public override string CaptionBeamOption => "테스트에서 동시에 따라가는 후보 수. 1이면 매번 가장 그럴듯한 단어를 고릅니다.";
    public override string CaptionOutOption => "model.safetensors, history.csv, loss.png, accuracy.png와 설명을 단 테스트 그림을 저장할 폴더.";
    public override string CaptionPictures(int training, string tests) => $"에포크마다 학습할 설명 {training}개, 테스트용 그림 {tests}";
    public override string CaptionScore(string test, int pictures, string bleu, string exact) => $"{test}: 그림 {pictures}장, BLEU-4 {bleu}, 완전히 맞은 설명 {exact} %";
    public override string EmojiFetched(string artist, int count) => $"{artist}: 이모지 {count}개";
    public override string NoEmoji(string folder) => $"'{folder}'에 이모지가 없습니다. 'unroll data emoji'로 내려받거나 --data로 폴더를 지정하세요.";
    public override string NoCaptionFolder => "--source folder에는 그림과 설명 파일이 든 폴더가 필요합니다. --data로 지정하세요.";
    public override string TooFewPictures(string folder, int count) => $"'{folder}'에 설명이 달린 그림이 {count}장뿐이지만 학습용과 테스트용으로 2장 이상이 필요합니다. 그림을 더 넣으세요.";
    public override string PicturesNotText => "이 모델은 그림에 설명을 다는데 --text나 --file을 받았습니다. 모델 뒤에 그림 파일을 주세요.";
    public override string NoPictures => "이 모델은 그림에 설명을 다는데 그림이 없습니다. 모델 뒤에 그림 파일을 주세요.";
}
