<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh">
<context>
    <name>AskingWords</name>
    <message>
        <source>Please ask a colleague.</source>
        <translation>请询问店员。</translation>
    </message>
    <message>
        <source>Never mind</source>
        <comment>takes back what was asked for</comment>
        <translation>不用了</translation>
    </message>
    <message>
        <source>Hold it for me</source>
        <comment>at the checkout, as nobody can bring it now</comment>
        <translation>请为我保留</translation>
    </message>
    <message>
        <source>Send to my phone</source>
        <comment>what is looked at, or the whole list</comment>
        <translation>发送到我的手机</translation>
    </message>
    <message>
        <source>Bring me {colour}, {size}</source>
        <translation>请拿 {colour}，{size}</translation>
    </message>
    <message>
        <source>Bring me size {size}</source>
        <translation>请拿 {size} 码</translation>
    </message>
    <message>
        <source>Bring me {colour}</source>
        <translation>请拿 {colour}</translation>
    </message>
    <message>
        <source>Bring me this one</source>
        <translation>请拿这件</translation>
    </message>
    <message>
        <source>We are still passing this on. You can also ask a colleague.</source>
        <translation>正在转达，您也可以直接询问店员。</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>Not to be found today. Please ask us.</source>
        <translation>今天没有找到，请询问店员。</translation>
    </message>
    <message>
        <source>We have asked to have it set aside.</source>
        <translation>已请店员为您留存。</translation>
    </message>
    <message>
        <source>We have asked once more. The checkout can help, too.</source>
        <translation>已再次提醒店员，收银台也可以协助您。</translation>
    </message>
    <message>
        <source>A colleague has been called. The checkout can help, too.</source>
        <translation>已呼叫店员，收银台也可以协助您。</translation>
    </message>
    <message>
        <source>We have asked for it. The checkout can help, too.</source>
        <translation>已请店员去取，收银台也可以协助您。</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>已呼叫店员</translation>
    </message>
    <message>
        <source>We have asked for it</source>
        <translation>已请店员去取</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}。</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, about {time}.</source>
        <translation>{what}，约 {time}。</translation>
    </message>
    <message>
        <source>{name} is on the way.</source>
        <comment>a colleague</comment>
        <translation>{name} 正在过来。</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>店员正在过来。</translation>
    </message>
    <message>
        <source>{name} is bringing it.</source>
        <comment>a colleague</comment>
        <translation>{name} 正在为您取来。</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>正在送来。</translation>
    </message>
    <message>
        <source>{name} is setting it aside.</source>
        <comment>a colleague</comment>
        <translation>{name} 正在为您留存。</translation>
    </message>
    <message>
        <source>It is being set aside.</source>
        <translation>正在为您留存。</translation>
    </message>
    <message>
        <source>Here we are.</source>
        <translation>店员已到。</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout.</source>
        <translation>已在收银台为您留存。</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout until {time}.</source>
        <translation>已在收银台为您留存至 {time}。</translation>
    </message>
    <message>
        <source>It is back in the shop.</source>
        <translation>已放回店内。</translation>
    </message>
    <message>
        <source>Here it is.</source>
        <translation>已为您送到。</translation>
    </message>
    <message>
        <source>Not to be found today. We have {piece}.</source>
        <comment>a piece in place of another</comment>
        <translation>今天没有找到。我们有{piece}。</translation>
    </message>
    <message>
        <source>Not to be found today.</source>
        <translation>今天没有找到。</translation>
    </message>
</context>
<context>
    <name>ComfortWords</name>
    <message>
        <source>Light</source>
        <comment>heading of the scenes of light in the fitting room</comment>
        <translation>灯光</translation>
    </message>
    <message>
        <source>Daylight</source>
        <comment>a scene of light</comment>
        <translation>日光</translation>
    </message>
    <message>
        <source>Evening</source>
        <comment>a scene of light</comment>
        <translation>夜晚</translation>
    </message>
    <message>
        <source>Sound</source>
        <comment>heading of on and off</comment>
        <translation>声音</translation>
    </message>
    <message>
        <source>On</source>
        <comment>of sounds</comment>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>of sounds</comment>
        <translation>关</translation>
    </message>
    <message>
        <source>Text</source>
        <comment>heading of usual and larger text</comment>
        <translation>文字</translation>
    </message>
    <message>
        <source>Larger</source>
        <comment>of text</comment>
        <translation>放大</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of text</comment>
        <translation>标准</translation>
    </message>
    <message>
        <source>Contrast</source>
        <comment>heading of usual and stronger contrast</comment>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Stronger</source>
        <comment>of contrast</comment>
        <translation>增强</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of contrast</comment>
        <translation>标准</translation>
    </message>
    <message>
        <source>Motion</source>
        <comment>heading: whether things on the screen move</comment>
        <translation>动效</translation>
    </message>
    <message>
        <source>Still</source>
        <comment>nothing moves</comment>
        <translation>静止</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of motion</comment>
        <translation>标准</translation>
    </message>
</context>
<context>
    <name>PhoneWords</name>
    <message>
        <source>Open the camera of your phone and point it here.</source>
        <comment>beside a QR code</comment>
        <translation>请用手机相机对准此处。</translation>
    </message>
    <message>
        <source>Everything here, your list to keep, and this mirror in your hand. No app, no account.</source>
        <translation>这里的一切、可保存的清单，还有这面镜子，都在您手中。无需应用，无需账号。</translation>
    </message>
    <message>
        <source>Not ready just now. Please ask a colleague.</source>
        <comment>in place of a QR code</comment>
        <translation>暂时无法使用，请询问店员。</translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s) connected</source>
        <translation>
            <numerusform>已连接 %n 部手机</numerusform>
        </translation>
    </message>
    <message>
        <source>No name, no account, no camera. Only this visit:</source>
        <translation>没有姓名，没有账号，没有摄像头。仅限此次使用：</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) in this room</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>此试衣间内的 %n 件商品</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget now</source>
        <comment>ends the visit</comment>
        <translation>立即清除</translation>
    </message>
    <message>
        <source>Ends the visit here and on every phone, and calls off what you asked for.</source>
        <translation>结束此处和所有手机上的使用，并取消您的请求。</translation>
    </message>
    <message>
        <source>Your privacy</source>
        <translation>您的隐私</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) handed back</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>已交还的 %n 件商品</numerusform>
        </translation>
    </message>
    <message>
        <source>Your size: {sizes}</source>
        <comment>what the mirror knows</comment>
        <translation>您的尺码：{sizes}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) asked for</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n 项请求</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the checkout</source>
        <comment>what the mirror knows</comment>
        <translation>已送往收银台</translation>
    </message>
    <message>
        <source>Your rating</source>
        <comment>what the mirror knows</comment>
        <translation>您的评分</translation>
    </message>
    <message>
        <source>Language, text and light</source>
        <comment>what the mirror knows</comment>
        <translation>语言、文字与灯光</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) that hung here before</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>此前挂过的 %n 件商品</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgotten soon after the room is empty. What was tried on, asked for and rated is counted, without a name.</source>
        <translation>试衣间清空后不久即清除。试穿、请求和评分会不记名统计。</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) set aside for you</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>为您预留的 %n 件商品</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) not to be found today</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>今天没有找到的 %n 件商品</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceWords</name>
    <message>
        <source>For staff</source>
        <translation>员工专用</translation>
    </message>
    <message>
        <source>Your PIN, then Enter</source>
        <comment>Enter is the key</comment>
        <translation>请输入 PIN，再按确认</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>This PIN is not right. Try again.</source>
        <translation>PIN 不正确，请再试一次。</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a little.</source>
        <translation>PIN 错误次数过多，请稍等。</translation>
    </message>
    <message>
        <source>The hub is away, and this mirror has no PIN of its own.</source>
        <translation>无法连接中枢，且此镜没有自己的 PIN。</translation>
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
        <translation>删除</translation>
    </message>
    <message>
        <source>Zero</source>
        <comment>a key</comment>
        <translation>零</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>a key</comment>
        <translation>确认</translation>
    </message>
    <message>
        <source>Digits typed: {count}</source>
        <translation>已输入位数：{count}</translation>
    </message>
    <message>
        <source>Opened by {who}</source>
        <translation>打开者：{who}</translation>
    </message>
    <message>
        <source>Opened without the hub</source>
        <translation>未连接中枢时打开</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>读取器</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a reader</comment>
        <translation>启动中</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <comment>by a reader</comment>
        <translation>尚无读取</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <comment>by a reader</comment>
        <translation>上次读取 {ago}</translation>
    </message>
    <message>
        <source>{state}, {heard}</source>
        <translation>{state}，{heard}</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>中枢</translation>
    </message>
    <message>
        <source>away</source>
        <comment>the hub</comment>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>Shop data changed</source>
        <translation>数据更新</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>已用 {percent} %</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <comment>days</comment>
        <translation>{count} 天前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <comment>hours</comment>
        <translation>{count} 小时前</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <comment>minutes</comment>
        <translation>{count} 分钟前</translation>
    </message>
    <message>
        <source>{count} s ago</source>
        <comment>seconds</comment>
        <translation>{count} 秒前</translation>
    </message>
    <message>
        <source>Brightness {percent} %</source>
        <translation>亮度 {percent} %</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>调暗</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>调亮</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>staff&apos;s page</comment>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Restart the mirror</source>
        <translation>重启镜面程序</translation>
    </message>
    <message>
        <source>Restart the device</source>
        <translation>重启设备</translation>
    </message>
    <message>
        <source>Leave fullscreen</source>
        <translation>退出全屏</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>does not go off and on</source>
        <comment>the screen</comment>
        <translation>无法关闭和开启</translation>
    </message>
</context>
<context>
    <name>SheetWords</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>On your phone</source>
        <translation>在您的手机上</translation>
    </message>
    <message>
        <source>What this mirror knows</source>
        <translation>这面镜子保留的信息</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Comfort</source>
        <comment>text size, contrast, light, sound</comment>
        <translation>显示与灯光</translation>
    </message>
    <message>
        <source>Asked for</source>
        <comment>what was asked for and is not here yet</comment>
        <translation>已请求</translation>
    </message>
    <message numerus="yes">
        <source>%n asked for</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>%n 项请求</numerusform>
        </translation>
    </message>
    <message>
        <source>How was it?</source>
        <comment>of a garment that was handed back</comment>
        <translation>感觉如何？</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>太小</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>太大</translation>
    </message>
    <message>
        <source>Not my colour</source>
        <translation>颜色不适合</translation>
    </message>
    <message>
        <source>Too dear</source>
        <translation>太贵</translation>
    </message>
    <message>
        <source>Would you recommend {shop} to a friend?</source>
        <translation>您会推荐 {shop} 吗？</translation>
    </message>
    <message>
        <source>Not at all</source>
        <comment>below 0 of 10</comment>
        <translation>完全不会</translation>
    </message>
    <message>
        <source>Gladly</source>
        <comment>below 10 of 10</comment>
        <translation>非常愿意</translation>
    </message>
    <message>
        <source>And in a word?</source>
        <comment>after a number from 0 to 10 was tapped</comment>
        <translation>用一个词来说？</translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation>谢谢您。</translation>
    </message>
    <message>
        <source>Easy</source>
        <comment>a word for a visit</comment>
        <translation>轻松</translation>
    </message>
    <message>
        <source>Quick</source>
        <comment>a word for a visit</comment>
        <translation>快捷</translation>
    </message>
    <message>
        <source>Friendly</source>
        <comment>a word for a visit</comment>
        <translation>亲切</translation>
    </message>
    <message>
        <source>Too slow</source>
        <comment>a word for a visit</comment>
        <translation>太慢</translation>
    </message>
    <message>
        <source>How were they?</source>
        <comment>of two garments that were handed back</comment>
        <translation>感觉如何？</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ask a colleague if a piece is missing here.</source>
        <translation>如有商品未显示，请询问店员。</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>呼叫店员</translation>
    </message>
    <message>
        <source>more here</source>
        <comment>below a number of garments</comment>
        <translation>件也在这里</translation>
    </message>
    <message>
        <source>Please ask a colleague for other sizes, or to pay.</source>
        <translation>如需其他尺码或付款，请询问店员。</translation>
    </message>
    <message>
        <source>Goes with this</source>
        <translation>与之相配</translation>
    </message>
    <message>
        <source>Goes with these</source>
        <translation>与这些相配</translation>
    </message>
    <message numerus="yes">
        <source>Pay for %n</source>
        <comment>many garments</comment>
        <translation>
            <numerusform>支付 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Pay for this</source>
        <translation>支付这件</translation>
    </message>
    <message numerus="yes">
        <source>Pay for these %n</source>
        <translation>
            <numerusform>支付这 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>Thank you. Enjoy wearing it.</source>
        <translation>谢谢惠顾，愿您穿得称心。</translation>
    </message>
    <message>
        <source>Thank you. Enjoy them.</source>
        <translation>谢谢惠顾，愿您件件称心。</translation>
    </message>
    <message>
        <source>the checkout</source>
        <translation>收银台</translation>
    </message>
    <message>
        <source>Your piece is waiting at {place}.</source>
        <translation>您的商品已在{place}备好。</translation>
    </message>
    <message numerus="yes">
        <source>Your %n pieces are waiting at {place}.</source>
        <translation>
            <numerusform>您的 %n 件商品已在{place}备好。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n colours</source>
        <comment>of a garment</comment>
        <translation>
            <numerusform>%n 种颜色</numerusform>
        </translation>
    </message>
    <message>
        <source>This one is here with you.</source>
        <translation>这件就在您这里。</translation>
    </message>
    <message>
        <source>size {size}</source>
        <translation>{size} 码</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>这一款</translation>
    </message>
    <message>
        <source>Sold out today in {name}.</source>
        <translation>{name}今天已售罄。</translation>
    </message>
    <message>
        <source>One left in {name}.</source>
        <translation>{name}仅剩一件。</translation>
    </message>
    <message numerus="yes">
        <source>%n left in {name}.</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>{name}还剩 %n 件。</numerusform>
        </translation>
    </message>
    <message>
        <source>In the shop in {name}.</source>
        <translation>店内有货：{name}。</translation>
    </message>
    <message>
        <source>Ask a colleague about this one.</source>
        <translation>这件请询问店员。</translation>
    </message>
    <message>
        <source>Ask a colleague about the other piece.</source>
        <translation>另一件请询问店员。</translation>
    </message>
    <message numerus="yes">
        <source>Ask a colleague about the other %n pieces.</source>
        <translation>
            <numerusform>其余 %n 件请询问店员。</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes well with it</source>
        <translation>搭配相宜</translation>
    </message>
    <message>
        <source>Often worn together</source>
        <translation>常一起穿搭</translation>
    </message>
    <message>
        <source>The same {colour}</source>
        <translation>同为{colour}</translation>
    </message>
    <message>
        <source>Goes with {colour}</source>
        <translation>与{colour}相配</translation>
    </message>
    <message>
        <source>The same {fabric}</source>
        <translation>同为{fabric}</translation>
    </message>
    <message>
        <source>{brand} as well</source>
        <comment>of the same brand</comment>
        <translation>同为 {brand}</translation>
    </message>
    <message>
        <source>The same in {colour}</source>
        <translation>同款 {colour}</translation>
    </message>
    <message>
        <source>In the {look}</source>
        <comment>the name of a look ends with &apos;look&apos;</comment>
        <translation>出自​“{look}”</translation>
    </message>
    <message>
        <source>In the {look} look</source>
        <translation>出自​“{look}”​造型</translation>
    </message>
    <message>
        <source>For spring, too</source>
        <translation>也适合春天</translation>
    </message>
    <message>
        <source>For summer, too</source>
        <translation>也适合夏天</translation>
    </message>
    <message>
        <source>For autumn, too</source>
        <translation>也适合秋天</translation>
    </message>
    <message>
        <source>For winter, too</source>
        <translation>也适合冬天</translation>
    </message>
    <message>
        <source>white</source>
        <comment>colour</comment>
        <translation>白色</translation>
    </message>
    <message>
        <source>beige</source>
        <comment>colour</comment>
        <translation>米色</translation>
    </message>
    <message>
        <source>brown</source>
        <comment>colour</comment>
        <translation>棕色</translation>
    </message>
    <message>
        <source>black</source>
        <comment>colour</comment>
        <translation>黑色</translation>
    </message>
    <message>
        <source>grey</source>
        <comment>colour</comment>
        <translation>灰色</translation>
    </message>
    <message>
        <source>silver</source>
        <comment>colour</comment>
        <translation>银色</translation>
    </message>
    <message>
        <source>gold</source>
        <comment>colour</comment>
        <translation>金色</translation>
    </message>
    <message>
        <source>navy</source>
        <comment>colour</comment>
        <translation>藏青色</translation>
    </message>
    <message>
        <source>blue</source>
        <comment>colour</comment>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>turquoise</source>
        <comment>colour</comment>
        <translation>绿松石色</translation>
    </message>
    <message>
        <source>green</source>
        <comment>colour</comment>
        <translation>绿色</translation>
    </message>
    <message>
        <source>red</source>
        <comment>colour</comment>
        <translation>红色</translation>
    </message>
    <message>
        <source>orange</source>
        <comment>colour</comment>
        <translation>橙色</translation>
    </message>
    <message>
        <source>pink</source>
        <comment>colour</comment>
        <translation>粉色</translation>
    </message>
    <message>
        <source>purple</source>
        <comment>colour</comment>
        <translation>紫色</translation>
    </message>
    <message>
        <source>yellow</source>
        <comment>colour</comment>
        <translation>黄色</translation>
    </message>
    <message>
        <source>linen</source>
        <comment>cloth</comment>
        <translation>亚麻</translation>
    </message>
    <message>
        <source>silk</source>
        <comment>cloth</comment>
        <translation>真丝</translation>
    </message>
    <message>
        <source>satin</source>
        <comment>cloth</comment>
        <translation>缎面</translation>
    </message>
    <message>
        <source>chiffon</source>
        <comment>cloth</comment>
        <translation>雪纺</translation>
    </message>
    <message>
        <source>voile</source>
        <comment>cloth</comment>
        <translation>巴里纱</translation>
    </message>
    <message>
        <source>poplin</source>
        <comment>cloth</comment>
        <translation>府绸</translation>
    </message>
    <message>
        <source>seersucker</source>
        <comment>cloth</comment>
        <translation>泡泡纱</translation>
    </message>
    <message>
        <source>cashmere</source>
        <comment>cloth</comment>
        <translation>羊绒</translation>
    </message>
    <message>
        <source>wool</source>
        <comment>cloth</comment>
        <translation>羊毛</translation>
    </message>
    <message>
        <source>merino</source>
        <comment>cloth</comment>
        <translation>美利奴羊毛</translation>
    </message>
    <message>
        <source>tweed</source>
        <comment>cloth</comment>
        <translation>粗花呢</translation>
    </message>
    <message>
        <source>flannel</source>
        <comment>cloth</comment>
        <translation>法兰绒</translation>
    </message>
    <message>
        <source>fleece</source>
        <comment>cloth</comment>
        <translation>抓绒</translation>
    </message>
    <message>
        <source>corduroy</source>
        <comment>cloth</comment>
        <translation>灯芯绒</translation>
    </message>
    <message>
        <source>velvet</source>
        <comment>cloth</comment>
        <translation>丝绒</translation>
    </message>
    <message>
        <source>denim</source>
        <comment>cloth</comment>
        <translation>牛仔布</translation>
    </message>
    <message>
        <source>canvas</source>
        <comment>cloth</comment>
        <translation>帆布</translation>
    </message>
    <message>
        <source>leather</source>
        <comment>cloth</comment>
        <translation>皮革</translation>
    </message>
    <message>
        <source>suede</source>
        <comment>cloth</comment>
        <translation>麂皮</translation>
    </message>
    <message>
        <source>lyocell</source>
        <comment>cloth</comment>
        <translation>莱赛尔</translation>
    </message>
    <message>
        <source>raffia</source>
        <comment>cloth</comment>
        <translation>拉菲草</translation>
    </message>
    <message>
        <source>straw</source>
        <comment>cloth</comment>
        <translation>草编</translation>
    </message>
    <message>
        <source>In your size</source>
        <comment>a garment to try instead of one whose size is out</comment>
        <translation>您的尺码</translation>
    </message>
    <message>
        <source>Hang your
pieces here.</source>
        <comment>very large, in two lines, or one in Chinese</comment>
        <translation>请将商品挂在这里。</translation>
    </message>
    <message>
        <source>Welcome.</source>
        <translation>欢迎光临。</translation>
    </message>
    <message>
        <source>A colleague is glad to help.</source>
        <translation>店员乐意为您服务。</translation>
    </message>
    <message>
        <source>Welcome. A colleague is glad to help.</source>
        <translation>欢迎光临，店员乐意为您服务。</translation>
    </message>
</context>
</TS>
