<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>AskingWords</name>
    <message>
        <source>Please ask a colleague.</source>
        <translation>スタッフにお声がけください。</translation>
    </message>
    <message>
        <source>Never mind</source>
        <comment>takes back what was asked for</comment>
        <translation>やめておく</translation>
    </message>
    <message>
        <source>Hold it for me</source>
        <comment>at the checkout, as nobody can bring it now</comment>
        <translation>取り置きを頼む</translation>
    </message>
    <message>
        <source>Send to my phone</source>
        <comment>what is looked at, or the whole list</comment>
        <translation>スマートフォンに送る</translation>
    </message>
    <message>
        <source>Bring me {colour}, {size}</source>
        <translation>{colour} {size} を頼む</translation>
    </message>
    <message>
        <source>Bring me size {size}</source>
        <translation>サイズ {size} を頼む</translation>
    </message>
    <message>
        <source>Bring me {colour}</source>
        <translation>{colour} を頼む</translation>
    </message>
    <message>
        <source>Bring me this one</source>
        <translation>これを頼む</translation>
    </message>
    <message>
        <source>We are still passing this on. You can also ask a colleague.</source>
        <translation>お伝えしています。直接お声がけいただいても結構です。</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>少々お待ちください</translation>
    </message>
    <message>
        <source>Not to be found today. Please ask us.</source>
        <translation>本日は見つかりませんでした。スタッフにお尋ねください。</translation>
    </message>
    <message>
        <source>We have asked to have it set aside.</source>
        <translation>取り置きをお願いしました。</translation>
    </message>
    <message>
        <source>We have asked once more. The checkout can help, too.</source>
        <translation>もう一度お願いしました。レジでも承ります。</translation>
    </message>
    <message>
        <source>A colleague has been called. The checkout can help, too.</source>
        <translation>スタッフをお呼びしました。レジでも承ります。</translation>
    </message>
    <message>
        <source>We have asked for it. The checkout can help, too.</source>
        <translation>お願いしました。レジでも承ります。</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>スタッフをお呼びしました</translation>
    </message>
    <message>
        <source>We have asked for it</source>
        <translation>お願いしました</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}。</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n分</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, about {time}.</source>
        <translation>{what}。約{time}です。</translation>
    </message>
    <message>
        <source>{name} is on the way.</source>
        <comment>a colleague</comment>
        <translation>{name}がまいります。</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>スタッフがまいります。</translation>
    </message>
    <message>
        <source>{name} is bringing it.</source>
        <comment>a colleague</comment>
        <translation>{name}がお持ちします。</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>お持ちしています。</translation>
    </message>
    <message>
        <source>{name} is setting it aside.</source>
        <comment>a colleague</comment>
        <translation>{name}がお取り置きしています。</translation>
    </message>
    <message>
        <source>It is being set aside.</source>
        <translation>お取り置きしています。</translation>
    </message>
    <message>
        <source>Here we are.</source>
        <translation>お待たせしました。</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout.</source>
        <translation>レジにお取り置きしました。</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout until {time}.</source>
        <translation>{time} までレジにお取り置きします。</translation>
    </message>
    <message>
        <source>It is back in the shop.</source>
        <translation>売場に戻しました。</translation>
    </message>
    <message>
        <source>Here it is.</source>
        <translation>お持ちしました。</translation>
    </message>
    <message>
        <source>Not to be found today. We have {piece}.</source>
        <comment>a piece in place of another</comment>
        <translation>本日は見つかりませんでした。{piece}がございます。</translation>
    </message>
    <message>
        <source>Not to be found today.</source>
        <translation>本日は見つかりませんでした。</translation>
    </message>
</context>
<context>
    <name>ComfortWords</name>
    <message>
        <source>Light</source>
        <comment>heading of the scenes of light in the fitting room</comment>
        <translation>照明</translation>
    </message>
    <message>
        <source>Daylight</source>
        <comment>a scene of light</comment>
        <translation>昼の光</translation>
    </message>
    <message>
        <source>Evening</source>
        <comment>a scene of light</comment>
        <translation>夜</translation>
    </message>
    <message>
        <source>Sound</source>
        <comment>heading of on and off</comment>
        <translation>音</translation>
    </message>
    <message>
        <source>On</source>
        <comment>of sounds</comment>
        <translation>オン</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>of sounds</comment>
        <translation>オフ</translation>
    </message>
    <message>
        <source>Text</source>
        <comment>heading of usual and larger text</comment>
        <translation>文字</translation>
    </message>
    <message>
        <source>Larger</source>
        <comment>of text</comment>
        <translation>大きく</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of text</comment>
        <translation>標準</translation>
    </message>
    <message>
        <source>Contrast</source>
        <comment>heading of usual and stronger contrast</comment>
        <translation>コントラスト</translation>
    </message>
    <message>
        <source>Stronger</source>
        <comment>of contrast</comment>
        <translation>強く</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of contrast</comment>
        <translation>標準</translation>
    </message>
    <message>
        <source>Motion</source>
        <comment>heading: whether things on the screen move</comment>
        <translation>動き</translation>
    </message>
    <message>
        <source>Still</source>
        <comment>nothing moves</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of motion</comment>
        <translation>標準</translation>
    </message>
</context>
<context>
    <name>PhoneWords</name>
    <message>
        <source>Open the camera of your phone and point it here.</source>
        <comment>beside a QR code</comment>
        <translation>スマートフォンのカメラをかざしてください。</translation>
    </message>
    <message>
        <source>Everything here, your list to keep, and this mirror in your hand. No app, no account.</source>
        <translation>ここにある商品も、残しておけるリストも、ミラーの操作もお手元で。アプリも登録も不要です。</translation>
    </message>
    <message>
        <source>Not ready just now. Please ask a colleague.</source>
        <comment>in place of a QR code</comment>
        <translation>ただいまご利用いただけません。スタッフにお声がけください。</translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s) connected</source>
        <translation>
            <numerusform>スマートフォン%n台と接続中</numerusform>
        </translation>
    </message>
    <message>
        <source>No name, no account, no camera. Only this visit:</source>
        <translation>お名前も登録もカメラもありません。このご利用のことだけ：</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) in this room</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>この試着室の商品%n点</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget now</source>
        <comment>ends the visit</comment>
        <translation>今すぐ消去する</translation>
    </message>
    <message>
        <source>Ends the visit here and on every phone, and calls off what you asked for.</source>
        <translation>ここと全てのスマートフォンでのご利用を終え、ご依頼を取り消します。</translation>
    </message>
    <message>
        <source>Your privacy</source>
        <translation>プライバシー</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) handed back</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>お戻しの商品%n点</numerusform>
        </translation>
    </message>
    <message>
        <source>Your size: {sizes}</source>
        <comment>what the mirror knows</comment>
        <translation>お客様のサイズ：{sizes}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) asked for</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>ご依頼%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the checkout</source>
        <comment>what the mirror knows</comment>
        <translation>レジに送信済み</translation>
    </message>
    <message>
        <source>Your rating</source>
        <comment>what the mirror knows</comment>
        <translation>お客様の評価</translation>
    </message>
    <message>
        <source>Language, text and light</source>
        <comment>what the mirror knows</comment>
        <translation>言語、文字、照明</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) that hung here before</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>先ほどまであった商品%n点</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgotten soon after the room is empty. What was tried on, asked for and rated is counted, without a name.</source>
        <translation>試着室が空になると消去されます。試着、ご依頼、ご評価は、お名前なしで集計します。</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) set aside for you</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>お取り置き%n点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) not to be found today</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>本日見つからなかった商品%n点</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceWords</name>
    <message>
        <source>For staff</source>
        <translation>スタッフ用</translation>
    </message>
    <message>
        <source>Your PIN, then Enter</source>
        <comment>Enter is the key</comment>
        <translation>PINを入力して「確定」</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>少々お待ちください</translation>
    </message>
    <message>
        <source>This PIN is not right. Try again.</source>
        <translation>PINが違います。もう一度お試しください。</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a little.</source>
        <translation>PINの間違いが続きました。少しお待ちください。</translation>
    </message>
    <message>
        <source>The hub is away, and this mirror has no PIN of its own.</source>
        <translation>ハブに接続できず、このミラー自体のPINもありません。</translation>
    </message>
    <message>
        <source>One</source>
        <comment>a key</comment>
        <translation>一</translation>
    </message>
    <message>
        <source>Two</source>
        <comment>a key</comment>
        <translation>二</translation>
    </message>
    <message>
        <source>Three</source>
        <comment>a key</comment>
        <translation>三</translation>
    </message>
    <message>
        <source>Four</source>
        <comment>a key</comment>
        <translation>四</translation>
    </message>
    <message>
        <source>Five</source>
        <comment>a key</comment>
        <translation>五</translation>
    </message>
    <message>
        <source>Six</source>
        <comment>a key</comment>
        <translation>六</translation>
    </message>
    <message>
        <source>Seven</source>
        <comment>a key</comment>
        <translation>七</translation>
    </message>
    <message>
        <source>Eight</source>
        <comment>a key</comment>
        <translation>八</translation>
    </message>
    <message>
        <source>Nine</source>
        <comment>a key</comment>
        <translation>九</translation>
    </message>
    <message>
        <source>Erase</source>
        <comment>a key</comment>
        <translation>消去</translation>
    </message>
    <message>
        <source>Zero</source>
        <comment>a key</comment>
        <translation>ゼロ</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>a key</comment>
        <translation>確定</translation>
    </message>
    <message>
        <source>Digits typed: {count}</source>
        <translation>入力済みの桁数：{count}</translation>
    </message>
    <message>
        <source>Opened by {who}</source>
        <translation>開いた人：{who}</translation>
    </message>
    <message>
        <source>Opened without the hub</source>
        <translation>ハブなしで開きました</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>リーダー</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a reader</comment>
        <translation>起動中</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未接続</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <comment>by a reader</comment>
        <translation>まだ受信なし</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <comment>by a reader</comment>
        <translation>最終受信 {ago}</translation>
    </message>
    <message>
        <source>{state}, {heard}</source>
        <translation>{state}、{heard}</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>ハブ</translation>
    </message>
    <message>
        <source>away</source>
        <comment>the hub</comment>
        <translation>接続なし</translation>
    </message>
    <message>
        <source>Shop data changed</source>
        <translation>データの更新</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>ディスク</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>使用率 {percent} %</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <comment>days</comment>
        <translation>{count}日前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <comment>hours</comment>
        <translation>{count}時間前</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <comment>minutes</comment>
        <translation>{count}分前</translation>
    </message>
    <message>
        <source>{count} s ago</source>
        <comment>seconds</comment>
        <translation>{count}秒前</translation>
    </message>
    <message>
        <source>Brightness {percent} %</source>
        <translation>明るさ {percent} %</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>暗く</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>明るく</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>staff&apos;s page</comment>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Restart the mirror</source>
        <translation>ミラーを再起動</translation>
    </message>
    <message>
        <source>Restart the device</source>
        <translation>機器を再起動</translation>
    </message>
    <message>
        <source>Leave fullscreen</source>
        <translation>全画面を終了</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>does not go off and on</source>
        <comment>the screen</comment>
        <translation>消灯と点灯ができません</translation>
    </message>
</context>
<context>
    <name>SheetWords</name>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>On your phone</source>
        <translation>スマートフォンで</translation>
    </message>
    <message>
        <source>What this mirror knows</source>
        <translation>このミラーが保持する情報</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Comfort</source>
        <comment>text size, contrast, light, sound</comment>
        <translation>表示と明かり</translation>
    </message>
    <message>
        <source>Asked for</source>
        <comment>what was asked for and is not here yet</comment>
        <translation>ご依頼</translation>
    </message>
    <message numerus="yes">
        <source>%n asked for</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>ご依頼%n件</numerusform>
        </translation>
    </message>
    <message>
        <source>How was it?</source>
        <comment>of a garment that was handed back</comment>
        <translation>いかがでしたか？</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>小さい</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>大きい</translation>
    </message>
    <message>
        <source>Not my colour</source>
        <translation>色が合わない</translation>
    </message>
    <message>
        <source>Too dear</source>
        <translation>高い</translation>
    </message>
    <message>
        <source>Would you recommend {shop} to a friend?</source>
        <translation>{shop} を人に薦めますか？</translation>
    </message>
    <message>
        <source>Not at all</source>
        <comment>below 0 of 10</comment>
        <translation>まったく思わない</translation>
    </message>
    <message>
        <source>Gladly</source>
        <comment>below 10 of 10</comment>
        <translation>ぜひ薦めたい</translation>
    </message>
    <message>
        <source>And in a word?</source>
        <comment>after a number from 0 to 10 was tapped</comment>
        <translation>一言でいうと？</translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation>ありがとうございました。</translation>
    </message>
    <message>
        <source>Easy</source>
        <comment>a word for a visit</comment>
        <translation>わかりやすい</translation>
    </message>
    <message>
        <source>Quick</source>
        <comment>a word for a visit</comment>
        <translation>早い</translation>
    </message>
    <message>
        <source>Friendly</source>
        <comment>a word for a visit</comment>
        <translation>感じがよい</translation>
    </message>
    <message>
        <source>Too slow</source>
        <comment>a word for a visit</comment>
        <translation>遅い</translation>
    </message>
    <message>
        <source>How were they?</source>
        <comment>of two garments that were handed back</comment>
        <translation>いかがでしたか？</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ask a colleague if a piece is missing here.</source>
        <translation>表示されない商品がありましたら、スタッフにお声がけください。</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>スタッフを呼ぶ</translation>
    </message>
    <message>
        <source>more here</source>
        <comment>below a number of garments</comment>
        <translation>点がほかにもあります</translation>
    </message>
    <message>
        <source>Please ask a colleague for other sizes, or to pay.</source>
        <translation>ほかのサイズやお会計は、スタッフにお声がけください。</translation>
    </message>
    <message>
        <source>Goes with this</source>
        <translation>これに合わせて</translation>
    </message>
    <message>
        <source>Goes with these</source>
        <translation>これらに合わせて</translation>
    </message>
    <message numerus="yes">
        <source>Pay for %n</source>
        <comment>many garments</comment>
        <translation>
            <numerusform>%n点を支払う</numerusform>
        </translation>
    </message>
    <message>
        <source>Pay for this</source>
        <translation>これを支払う</translation>
    </message>
    <message numerus="yes">
        <source>Pay for these %n</source>
        <translation>
            <numerusform>この%n点を支払う</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>少々お待ちください</translation>
    </message>
    <message>
        <source>Thank you. Enjoy wearing it.</source>
        <translation>ありがとうございました。どうぞ末長くご愛用ください。</translation>
    </message>
    <message>
        <source>Thank you. Enjoy them.</source>
        <translation>ありがとうございました。どうぞご愛用ください。</translation>
    </message>
    <message>
        <source>the checkout</source>
        <translation>レジ</translation>
    </message>
    <message>
        <source>Your piece is waiting at {place}.</source>
        <translation>商品は{place}でお待ちしています。</translation>
    </message>
    <message numerus="yes">
        <source>Your %n pieces are waiting at {place}.</source>
        <translation>
            <numerusform>%n点の商品は{place}でお待ちしています。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n colours</source>
        <comment>of a garment</comment>
        <translation>
            <numerusform>%n色</numerusform>
        </translation>
    </message>
    <message>
        <source>This one is here with you.</source>
        <translation>こちらはお手元にあります。</translation>
    </message>
    <message>
        <source>size {size}</source>
        <translation>サイズ {size}</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>こちら</translation>
    </message>
    <message>
        <source>Sold out today in {name}.</source>
        <translation>{name}は本日売り切れです。</translation>
    </message>
    <message>
        <source>One left in {name}.</source>
        <translation>{name}は残り1点です。</translation>
    </message>
    <message numerus="yes">
        <source>%n left in {name}.</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>{name}は残り%n点です。</numerusform>
        </translation>
    </message>
    <message>
        <source>In the shop in {name}.</source>
        <translation>{name}は店内にございます。</translation>
    </message>
    <message>
        <source>Ask a colleague about this one.</source>
        <translation>こちらの商品はスタッフにお尋ねください。</translation>
    </message>
    <message>
        <source>Ask a colleague about the other piece.</source>
        <translation>もう1点はスタッフにお尋ねください。</translation>
    </message>
    <message numerus="yes">
        <source>Ask a colleague about the other %n pieces.</source>
        <translation>
            <numerusform>ほかの%n点はスタッフにお尋ねください。</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes well with it</source>
        <translation>よく合います</translation>
    </message>
    <message>
        <source>Often worn together</source>
        <translation>よく一緒に選ばれています</translation>
    </message>
    <message>
        <source>The same {colour}</source>
        <translation>同じ{colour}</translation>
    </message>
    <message>
        <source>Goes with {colour}</source>
        <translation>{colour}に合います</translation>
    </message>
    <message>
        <source>The same {fabric}</source>
        <translation>同じ{fabric}素材</translation>
    </message>
    <message>
        <source>{brand} as well</source>
        <comment>of the same brand</comment>
        <translation>同じ{brand}</translation>
    </message>
    <message>
        <source>The same in {colour}</source>
        <translation>同じ商品の{colour}</translation>
    </message>
    <message>
        <source>In the {look}</source>
        <comment>the name of a look ends with &apos;look&apos;</comment>
        <translation>「{look}」より</translation>
    </message>
    <message>
        <source>In the {look} look</source>
        <translation>「{look}」のルックより</translation>
    </message>
    <message>
        <source>For spring, too</source>
        <translation>春にも</translation>
    </message>
    <message>
        <source>For summer, too</source>
        <translation>夏にも</translation>
    </message>
    <message>
        <source>For autumn, too</source>
        <translation>秋にも</translation>
    </message>
    <message>
        <source>For winter, too</source>
        <translation>冬にも</translation>
    </message>
    <message>
        <source>white</source>
        <comment>colour</comment>
        <translation>白</translation>
    </message>
    <message>
        <source>beige</source>
        <comment>colour</comment>
        <translation>ベージュ</translation>
    </message>
    <message>
        <source>brown</source>
        <comment>colour</comment>
        <translation>ブラウン</translation>
    </message>
    <message>
        <source>black</source>
        <comment>colour</comment>
        <translation>黒</translation>
    </message>
    <message>
        <source>grey</source>
        <comment>colour</comment>
        <translation>グレー</translation>
    </message>
    <message>
        <source>silver</source>
        <comment>colour</comment>
        <translation>シルバー</translation>
    </message>
    <message>
        <source>gold</source>
        <comment>colour</comment>
        <translation>ゴールド</translation>
    </message>
    <message>
        <source>navy</source>
        <comment>colour</comment>
        <translation>ネイビー</translation>
    </message>
    <message>
        <source>blue</source>
        <comment>colour</comment>
        <translation>ブルー</translation>
    </message>
    <message>
        <source>turquoise</source>
        <comment>colour</comment>
        <translation>ターコイズ</translation>
    </message>
    <message>
        <source>green</source>
        <comment>colour</comment>
        <translation>グリーン</translation>
    </message>
    <message>
        <source>red</source>
        <comment>colour</comment>
        <translation>赤</translation>
    </message>
    <message>
        <source>orange</source>
        <comment>colour</comment>
        <translation>オレンジ</translation>
    </message>
    <message>
        <source>pink</source>
        <comment>colour</comment>
        <translation>ピンク</translation>
    </message>
    <message>
        <source>purple</source>
        <comment>colour</comment>
        <translation>パープル</translation>
    </message>
    <message>
        <source>yellow</source>
        <comment>colour</comment>
        <translation>イエロー</translation>
    </message>
    <message>
        <source>linen</source>
        <comment>cloth</comment>
        <translation>リネン</translation>
    </message>
    <message>
        <source>silk</source>
        <comment>cloth</comment>
        <translation>シルク</translation>
    </message>
    <message>
        <source>satin</source>
        <comment>cloth</comment>
        <translation>サテン</translation>
    </message>
    <message>
        <source>chiffon</source>
        <comment>cloth</comment>
        <translation>シフォン</translation>
    </message>
    <message>
        <source>voile</source>
        <comment>cloth</comment>
        <translation>ボイル</translation>
    </message>
    <message>
        <source>poplin</source>
        <comment>cloth</comment>
        <translation>ポプリン</translation>
    </message>
    <message>
        <source>seersucker</source>
        <comment>cloth</comment>
        <translation>シアサッカー</translation>
    </message>
    <message>
        <source>cashmere</source>
        <comment>cloth</comment>
        <translation>カシミヤ</translation>
    </message>
    <message>
        <source>wool</source>
        <comment>cloth</comment>
        <translation>ウール</translation>
    </message>
    <message>
        <source>merino</source>
        <comment>cloth</comment>
        <translation>メリノ</translation>
    </message>
    <message>
        <source>tweed</source>
        <comment>cloth</comment>
        <translation>ツイード</translation>
    </message>
    <message>
        <source>flannel</source>
        <comment>cloth</comment>
        <translation>フランネル</translation>
    </message>
    <message>
        <source>fleece</source>
        <comment>cloth</comment>
        <translation>フリース</translation>
    </message>
    <message>
        <source>corduroy</source>
        <comment>cloth</comment>
        <translation>コーデュロイ</translation>
    </message>
    <message>
        <source>velvet</source>
        <comment>cloth</comment>
        <translation>ベルベット</translation>
    </message>
    <message>
        <source>denim</source>
        <comment>cloth</comment>
        <translation>デニム</translation>
    </message>
    <message>
        <source>canvas</source>
        <comment>cloth</comment>
        <translation>キャンバス</translation>
    </message>
    <message>
        <source>leather</source>
        <comment>cloth</comment>
        <translation>レザー</translation>
    </message>
    <message>
        <source>suede</source>
        <comment>cloth</comment>
        <translation>スエード</translation>
    </message>
    <message>
        <source>lyocell</source>
        <comment>cloth</comment>
        <translation>リヨセル</translation>
    </message>
    <message>
        <source>raffia</source>
        <comment>cloth</comment>
        <translation>ラフィア</translation>
    </message>
    <message>
        <source>straw</source>
        <comment>cloth</comment>
        <translation>ストロー</translation>
    </message>
    <message>
        <source>In your size</source>
        <comment>a garment to try instead of one whose size is out</comment>
        <translation>お客様のサイズで</translation>
    </message>
    <message>
        <source>Hang your
pieces here.</source>
        <comment>very large, in two lines, or one in Chinese</comment>
        <translation>商品をこちらに
掛けてください。</translation>
    </message>
    <message>
        <source>Welcome.</source>
        <translation>いらっしゃいませ。</translation>
    </message>
    <message>
        <source>A colleague is glad to help.</source>
        <translation>スタッフがご案内いたします。</translation>
    </message>
    <message>
        <source>Welcome. A colleague is glad to help.</source>
        <translation>いらっしゃいませ。スタッフがご案内いたします。</translation>
    </message>
</context>
</TS>
