<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar">
<context>
    <name>AskingWords</name>
    <message>
        <source>Please ask a colleague.</source>
        <translation>يرجى سؤال أحد زملائنا.</translation>
    </message>
    <message>
        <source>Never mind</source>
        <comment>takes back what was asked for</comment>
        <translation>لا داعي</translation>
    </message>
    <message>
        <source>Hold it for me</source>
        <comment>at the checkout, as nobody can bring it now</comment>
        <translation>احتفظوا بها لي</translation>
    </message>
    <message>
        <source>Send to my phone</source>
        <comment>what is looked at, or the whole list</comment>
        <translation>أرسلوها إلى هاتفي</translation>
    </message>
    <message>
        <source>Bring me {colour}, {size}</source>
        <translation>أحضروا لي {colour}، {size}</translation>
    </message>
    <message>
        <source>Bring me size {size}</source>
        <translation>أحضروا لي المقاس {size}</translation>
    </message>
    <message>
        <source>Bring me {colour}</source>
        <translation>أحضروا لي {colour}</translation>
    </message>
    <message>
        <source>Bring me this one</source>
        <translation>أحضروا لي هذه</translation>
    </message>
    <message>
        <source>We are still passing this on. You can also ask a colleague.</source>
        <translation>ما زلنا ننقل طلبكم. يمكنكم أيضًا سؤال أحد زملائنا.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>لحظة من فضلكم</translation>
    </message>
    <message>
        <source>Not to be found today. Please ask us.</source>
        <translation>لم نجدها اليوم. يرجى سؤالنا.</translation>
    </message>
    <message>
        <source>We have asked to have it set aside.</source>
        <translation>طلبنا حفظها لكم.</translation>
    </message>
    <message>
        <source>We have asked once more. The checkout can help, too.</source>
        <translation>كررنا الطلب. يمكن للصندوق مساعدتكم أيضًا.</translation>
    </message>
    <message>
        <source>A colleague has been called. The checkout can help, too.</source>
        <translation>استدعينا أحد زملائنا. يمكن للصندوق مساعدتكم أيضًا.</translation>
    </message>
    <message>
        <source>We have asked for it. The checkout can help, too.</source>
        <translation>طلبناها لكم. يمكن للصندوق مساعدتكم أيضًا.</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>استدعينا أحد زملائنا</translation>
    </message>
    <message>
        <source>We have asked for it</source>
        <translation>طلبناها لكم</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>لحظات</numerusform>
            <numerusform>دقيقة واحدة</numerusform>
            <numerusform>دقيقتين</numerusform>
            <numerusform>%n دقائق</numerusform>
            <numerusform>%n دقيقة</numerusform>
            <numerusform>%n دقيقة</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, about {time}.</source>
        <translation>{what}، خلال نحو {time}.</translation>
    </message>
    <message>
        <source>{name} is on the way.</source>
        <comment>a colleague</comment>
        <translation>{name} في الطريق إليكم.</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>أحد زملائنا في الطريق إليكم.</translation>
    </message>
    <message>
        <source>{name} is bringing it.</source>
        <comment>a colleague</comment>
        <translation>{name} في الطريق بها إليكم.</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>في الطريق إليكم.</translation>
    </message>
    <message>
        <source>{name} is setting it aside.</source>
        <comment>a colleague</comment>
        <translation>يجري حفظها لكم لدى {name}.</translation>
    </message>
    <message>
        <source>It is being set aside.</source>
        <translation>يجري حفظها لكم.</translation>
    </message>
    <message>
        <source>Here we are.</source>
        <translation>وصلنا إليكم.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout.</source>
        <translation>محفوظة لكم عند الصندوق.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout until {time}.</source>
        <translation>محفوظة لكم عند الصندوق حتى {time}.</translation>
    </message>
    <message>
        <source>It is back in the shop.</source>
        <translation>عادت إلى المتجر.</translation>
    </message>
    <message>
        <source>Here it is.</source>
        <translation>ها هي.</translation>
    </message>
    <message>
        <source>Not to be found today. We have {piece}.</source>
        <comment>a piece in place of another</comment>
        <translation>تعذّر العثور عليها اليوم. لدينا {piece}.</translation>
    </message>
    <message>
        <source>Not to be found today.</source>
        <translation>تعذّر العثور عليها اليوم.</translation>
    </message>
</context>
<context>
    <name>ComfortWords</name>
    <message>
        <source>Light</source>
        <comment>heading of the scenes of light in the fitting room</comment>
        <translation>الإضاءة</translation>
    </message>
    <message>
        <source>Daylight</source>
        <comment>a scene of light</comment>
        <translation>ضوء النهار</translation>
    </message>
    <message>
        <source>Evening</source>
        <comment>a scene of light</comment>
        <translation>المساء</translation>
    </message>
    <message>
        <source>Sound</source>
        <comment>heading of on and off</comment>
        <translation>الصوت</translation>
    </message>
    <message>
        <source>On</source>
        <comment>of sounds</comment>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>of sounds</comment>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Text</source>
        <comment>heading of usual and larger text</comment>
        <translation>النص</translation>
    </message>
    <message>
        <source>Larger</source>
        <comment>of text</comment>
        <translation>أكبر</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of text</comment>
        <translation>المعتاد</translation>
    </message>
    <message>
        <source>Contrast</source>
        <comment>heading of usual and stronger contrast</comment>
        <translation>التباين</translation>
    </message>
    <message>
        <source>Stronger</source>
        <comment>of contrast</comment>
        <translation>أعلى</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of contrast</comment>
        <translation>المعتاد</translation>
    </message>
    <message>
        <source>Motion</source>
        <comment>heading: whether things on the screen move</comment>
        <translation>الحركة</translation>
    </message>
    <message>
        <source>Still</source>
        <comment>nothing moves</comment>
        <translation>ساكنة</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of motion</comment>
        <translation>المعتاد</translation>
    </message>
</context>
<context>
    <name>PhoneWords</name>
    <message>
        <source>Open the camera of your phone and point it here.</source>
        <comment>beside a QR code</comment>
        <translation>وجّهوا كاميرا هاتفكم إلى هنا.</translation>
    </message>
    <message>
        <source>Everything here, your list to keep, and this mirror in your hand. No app, no account.</source>
        <translation>كل ما هنا، وقائمتكم لتحتفظوا بها، وهذه المرآة بين أيديكم. بلا تطبيق وبلا حساب.</translation>
    </message>
    <message>
        <source>Not ready just now. Please ask a colleague.</source>
        <comment>in place of a QR code</comment>
        <translation>غير جاهز في هذه اللحظة. يرجى سؤال أحد زملائنا.</translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s) connected</source>
        <translation>
            <numerusform>لا هاتف متصل</numerusform>
            <numerusform>هاتف واحد متصل</numerusform>
            <numerusform>هاتفان متصلان</numerusform>
            <numerusform>%n هواتف متصلة</numerusform>
            <numerusform>%n هاتفًا متصلًا</numerusform>
            <numerusform>%n هاتف متصل</numerusform>
        </translation>
    </message>
    <message>
        <source>No name, no account, no camera. Only this visit:</source>
        <translation>بلا اسم ولا حساب ولا كاميرا. هذه الزيارة فقط:</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) in this room</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>لا قطع في هذه الغرفة</numerusform>
            <numerusform>قطعة واحدة في هذه الغرفة</numerusform>
            <numerusform>قطعتان في هذه الغرفة</numerusform>
            <numerusform>%n قطع في هذه الغرفة</numerusform>
            <numerusform>%n قطعة في هذه الغرفة</numerusform>
            <numerusform>%n قطعة في هذه الغرفة</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget now</source>
        <comment>ends the visit</comment>
        <translation>حذف كل شيء الآن</translation>
    </message>
    <message>
        <source>Ends the visit here and on every phone, and calls off what you asked for.</source>
        <translation>ينهي الزيارة هنا وعلى كل هاتف، ويلغي ما طلبتموه.</translation>
    </message>
    <message>
        <source>Your privacy</source>
        <translation>خصوصيتكم</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) handed back</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>لا قطع مُعادة</numerusform>
            <numerusform>قطعة واحدة مُعادة</numerusform>
            <numerusform>قطعتان مُعادتان</numerusform>
            <numerusform>%n قطع مُعادة</numerusform>
            <numerusform>%n قطعة مُعادة</numerusform>
            <numerusform>%n قطعة مُعادة</numerusform>
        </translation>
    </message>
    <message>
        <source>Your size: {sizes}</source>
        <comment>what the mirror knows</comment>
        <translation>مقاسكم: {sizes}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) asked for</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>لا طلبات</numerusform>
            <numerusform>طلب واحد</numerusform>
            <numerusform>طلبان</numerusform>
            <numerusform>%n طلبات</numerusform>
            <numerusform>%n طلبًا</numerusform>
            <numerusform>%n طلب</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the checkout</source>
        <comment>what the mirror knows</comment>
        <translation>أُرسلت إلى الصندوق</translation>
    </message>
    <message>
        <source>Your rating</source>
        <comment>what the mirror knows</comment>
        <translation>تقييمكم</translation>
    </message>
    <message>
        <source>Language, text and light</source>
        <comment>what the mirror knows</comment>
        <translation>اللغة والنص والإضاءة</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) that hung here before</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>لا قطع عُلّقت هنا من قبل</numerusform>
            <numerusform>قطعة واحدة عُلّقت هنا من قبل</numerusform>
            <numerusform>قطعتان عُلّقتا هنا من قبل</numerusform>
            <numerusform>%n قطع عُلّقت هنا من قبل</numerusform>
            <numerusform>%n قطعة عُلّقت هنا من قبل</numerusform>
            <numerusform>%n قطعة عُلّقت هنا من قبل</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgotten soon after the room is empty. What was tried on, asked for and rated is counted, without a name.</source>
        <translation>تُحذف بعد خلو الغرفة بقليل. ما جُرّب وطُلب وقُيّم يُحصى بلا اسم.</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) set aside for you</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>لا قطع محجوزة لكم</numerusform>
            <numerusform>قطعة واحدة محجوزة لكم</numerusform>
            <numerusform>قطعتان محجوزتان لكم</numerusform>
            <numerusform>%n قطع محجوزة لكم</numerusform>
            <numerusform>%n قطعة محجوزة لكم</numerusform>
            <numerusform>%n قطعة محجوزة لكم</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) not to be found today</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>لا قطع تعذّر العثور عليها</numerusform>
            <numerusform>قطعة واحدة تعذّر العثور عليها اليوم</numerusform>
            <numerusform>قطعتان تعذّر العثور عليهما اليوم</numerusform>
            <numerusform>%n قطع تعذّر العثور عليها اليوم</numerusform>
            <numerusform>%n قطعة تعذّر العثور عليها اليوم</numerusform>
            <numerusform>%n قطعة تعذّر العثور عليها اليوم</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceWords</name>
    <message>
        <source>For staff</source>
        <translation>للموظفين</translation>
    </message>
    <message>
        <source>Your PIN, then Enter</source>
        <comment>Enter is the key</comment>
        <translation>أدخلوا رقمكم السري ثم «إدخال»</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>لحظة من فضلكم</translation>
    </message>
    <message>
        <source>This PIN is not right. Try again.</source>
        <translation>هذا الرقم السري غير صحيح. حاولوا مرة أخرى.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a little.</source>
        <translation>محاولات خاطئة كثيرة. انتظروا قليلًا.</translation>
    </message>
    <message>
        <source>The hub is away, and this mirror has no PIN of its own.</source>
        <translation>الخادم غير متاح، وليس لهذه المرآة رقم سري خاص بها.</translation>
    </message>
    <message>
        <source>One</source>
        <comment>a key</comment>
        <translation>واحد</translation>
    </message>
    <message>
        <source>Two</source>
        <comment>a key</comment>
        <translation>اثنان</translation>
    </message>
    <message>
        <source>Three</source>
        <comment>a key</comment>
        <translation>ثلاثة</translation>
    </message>
    <message>
        <source>Four</source>
        <comment>a key</comment>
        <translation>أربعة</translation>
    </message>
    <message>
        <source>Five</source>
        <comment>a key</comment>
        <translation>خمسة</translation>
    </message>
    <message>
        <source>Six</source>
        <comment>a key</comment>
        <translation>ستة</translation>
    </message>
    <message>
        <source>Seven</source>
        <comment>a key</comment>
        <translation>سبعة</translation>
    </message>
    <message>
        <source>Eight</source>
        <comment>a key</comment>
        <translation>ثمانية</translation>
    </message>
    <message>
        <source>Nine</source>
        <comment>a key</comment>
        <translation>تسعة</translation>
    </message>
    <message>
        <source>Erase</source>
        <comment>a key</comment>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Zero</source>
        <comment>a key</comment>
        <translation>صفر</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>a key</comment>
        <translation>إدخال</translation>
    </message>
    <message>
        <source>Digits typed: {count}</source>
        <translation>عدد الأرقام المدخلة: {count}</translation>
    </message>
    <message>
        <source>Opened by {who}</source>
        <translation>فتحها: {who}</translation>
    </message>
    <message>
        <source>Opened without the hub</source>
        <translation>فُتحت دون الخادم</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>القارئ</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a reader</comment>
        <translation>قيد التشغيل</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>غير متصل</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <comment>by a reader</comment>
        <translation>لا قراءات بعد</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <comment>by a reader</comment>
        <translation>آخر قراءة {ago}</translation>
    </message>
    <message>
        <source>{state}, {heard}</source>
        <translation>{state}، {heard}</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>away</source>
        <comment>the hub</comment>
        <translation>غير متاح</translation>
    </message>
    <message>
        <source>Shop data changed</source>
        <translation>آخر تحديث للبيانات</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>القرص</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>ممتلئ بنسبة {percent} %</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>الحرارة</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <comment>days</comment>
        <translation>قبل {count} يوم</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <comment>hours</comment>
        <translation>قبل {count} س</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <comment>minutes</comment>
        <translation>قبل {count} د</translation>
    </message>
    <message>
        <source>{count} s ago</source>
        <comment>seconds</comment>
        <translation>قبل {count} ث</translation>
    </message>
    <message>
        <source>Brightness {percent} %</source>
        <translation>السطوع {percent} %</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>أعتم</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>أسطع</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>staff&apos;s page</comment>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Restart the mirror</source>
        <translation>إعادة تشغيل المرآة</translation>
    </message>
    <message>
        <source>Restart the device</source>
        <translation>إعادة تشغيل الجهاز</translation>
    </message>
    <message>
        <source>Leave fullscreen</source>
        <translation>الخروج من ملء الشاشة</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>الشاشة</translation>
    </message>
    <message>
        <source>does not go off and on</source>
        <comment>the screen</comment>
        <translation>لا تنطفئ ولا تعمل</translation>
    </message>
</context>
<context>
    <name>SheetWords</name>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>On your phone</source>
        <translation>على هاتفكم</translation>
    </message>
    <message>
        <source>What this mirror knows</source>
        <translation>ما تعرفه هذه المرآة</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Comfort</source>
        <comment>text size, contrast, light, sound</comment>
        <translation>راحتكم</translation>
    </message>
    <message>
        <source>Asked for</source>
        <comment>what was asked for and is not here yet</comment>
        <translation>طلباتكم</translation>
    </message>
    <message numerus="yes">
        <source>%n asked for</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>لا طلبات</numerusform>
            <numerusform>طلب واحد</numerusform>
            <numerusform>طلبان</numerusform>
            <numerusform>%n طلبات</numerusform>
            <numerusform>%n طلبًا</numerusform>
            <numerusform>%n طلب</numerusform>
        </translation>
    </message>
    <message>
        <source>How was it?</source>
        <comment>of a garment that was handed back</comment>
        <translation>كيف كانت؟</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>صغيرة</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>كبيرة</translation>
    </message>
    <message>
        <source>Not my colour</source>
        <translation>ليس لوني</translation>
    </message>
    <message>
        <source>Too dear</source>
        <translation>غالية</translation>
    </message>
    <message>
        <source>Would you recommend {shop} to a friend?</source>
        <translation>هل توصون أصدقاءكم بزيارة {shop}؟</translation>
    </message>
    <message>
        <source>Not at all</source>
        <comment>below 0 of 10</comment>
        <translation>أبدًا</translation>
    </message>
    <message>
        <source>Gladly</source>
        <comment>below 10 of 10</comment>
        <translation>بكل سرور</translation>
    </message>
    <message>
        <source>And in a word?</source>
        <comment>after a number from 0 to 10 was tapped</comment>
        <translation>وبكلمة واحدة؟</translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation>شكرًا لكم.</translation>
    </message>
    <message>
        <source>Easy</source>
        <comment>a word for a visit</comment>
        <translation>سهل</translation>
    </message>
    <message>
        <source>Quick</source>
        <comment>a word for a visit</comment>
        <translation>سريع</translation>
    </message>
    <message>
        <source>Friendly</source>
        <comment>a word for a visit</comment>
        <translation>ودود</translation>
    </message>
    <message>
        <source>Too slow</source>
        <comment>a word for a visit</comment>
        <translation>بطيء</translation>
    </message>
    <message>
        <source>How were they?</source>
        <comment>of two garments that were handed back</comment>
        <translation>كيف كانتا؟</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ask a colleague if a piece is missing here.</source>
        <translation>إن نقصت قطعة هنا فاسألوا أحد زملائنا.</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>اطلبوا المساعدة</translation>
    </message>
    <message>
        <source>more here</source>
        <comment>below a number of garments</comment>
        <translation>أخرى هنا</translation>
    </message>
    <message>
        <source>Please ask a colleague for other sizes, or to pay.</source>
        <translation>للمقاسات الأخرى أو للدفع، يرجى سؤال أحد زملائنا.</translation>
    </message>
    <message>
        <source>Goes with this</source>
        <translation>ينسجم معها</translation>
    </message>
    <message>
        <source>Goes with these</source>
        <translation>ينسجم مع هذه القطع</translation>
    </message>
    <message numerus="yes">
        <source>Pay for %n</source>
        <comment>many garments</comment>
        <translation>
            <numerusform>ادفعوا</numerusform>
            <numerusform>ادفعوا ثمنها</numerusform>
            <numerusform>ادفعوا ثمنهما</numerusform>
            <numerusform>ادفعوا (%n)</numerusform>
            <numerusform>ادفعوا (%n)</numerusform>
            <numerusform>ادفعوا (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>Pay for this</source>
        <translation>ادفعوا ثمن هذه</translation>
    </message>
    <message numerus="yes">
        <source>Pay for these %n</source>
        <translation>
            <numerusform>ادفعوا</numerusform>
            <numerusform>ادفعوا ثمنها</numerusform>
            <numerusform>ادفعوا ثمنهما</numerusform>
            <numerusform>ادفعوا (%n)</numerusform>
            <numerusform>ادفعوا (%n)</numerusform>
            <numerusform>ادفعوا (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>لحظة من فضلكم</translation>
    </message>
    <message>
        <source>Thank you. Enjoy wearing it.</source>
        <translation>شكرًا لكم. نتمنى أن تسعدوا بارتدائها.</translation>
    </message>
    <message>
        <source>Thank you. Enjoy them.</source>
        <translation>شكرًا لكم. نتمنى أن تسعدوا بها.</translation>
    </message>
    <message>
        <source>the checkout</source>
        <translation>عند الصندوق</translation>
    </message>
    <message>
        <source>Your piece is waiting at {place}.</source>
        <translation>قطعتكم في انتظاركم: {place}.</translation>
    </message>
    <message numerus="yes">
        <source>Your %n pieces are waiting at {place}.</source>
        <translation>
            <numerusform>قطعكم في انتظاركم: {place}.</numerusform>
            <numerusform>قطعتكم في انتظاركم: {place}.</numerusform>
            <numerusform>قطعتاكم في انتظاركم: {place}.</numerusform>
            <numerusform>قطعكم الـ%n في انتظاركم: {place}.</numerusform>
            <numerusform>قطعكم الـ%n في انتظاركم: {place}.</numerusform>
            <numerusform>قطعكم الـ%n في انتظاركم: {place}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n colours</source>
        <comment>of a garment</comment>
        <translation>
            <numerusform>لا ألوان</numerusform>
            <numerusform>لون واحد</numerusform>
            <numerusform>لونان</numerusform>
            <numerusform>%n ألوان</numerusform>
            <numerusform>%n لونًا</numerusform>
            <numerusform>%n لون</numerusform>
        </translation>
    </message>
    <message>
        <source>This one is here with you.</source>
        <translation>هذه القطعة معكم هنا.</translation>
    </message>
    <message>
        <source>size {size}</source>
        <translation>المقاس {size}</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>هذه القطعة</translation>
    </message>
    <message>
        <source>Sold out today in {name}.</source>
        <translation>نفدت اليوم: {name}.</translation>
    </message>
    <message>
        <source>One left in {name}.</source>
        <translation>بقيت قطعة واحدة: {name}.</translation>
    </message>
    <message numerus="yes">
        <source>%n left in {name}.</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>نفدت: {name}.</numerusform>
            <numerusform>بقيت قطعة واحدة: {name}.</numerusform>
            <numerusform>بقيت قطعتان: {name}.</numerusform>
            <numerusform>بقيت %n قطع: {name}.</numerusform>
            <numerusform>بقيت %n قطعة: {name}.</numerusform>
            <numerusform>بقيت %n قطعة: {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the shop in {name}.</source>
        <translation>متوفرة في المتجر: {name}.</translation>
    </message>
    <message>
        <source>Ask a colleague about this one.</source>
        <translation>اسألوا أحد زملائنا عن هذه القطعة.</translation>
    </message>
    <message>
        <source>Ask a colleague about the other piece.</source>
        <translation>اسألوا أحد زملائنا عن القطعة الأخرى.</translation>
    </message>
    <message numerus="yes">
        <source>Ask a colleague about the other %n pieces.</source>
        <translation>
            <numerusform>اسألوا أحد زملائنا عن القطع الأخرى.</numerusform>
            <numerusform>اسألوا أحد زملائنا عن القطعة الأخرى.</numerusform>
            <numerusform>اسألوا أحد زملائنا عن القطعتين الأخريين.</numerusform>
            <numerusform>اسألوا أحد زملائنا عن القطع الـ%n الأخرى.</numerusform>
            <numerusform>اسألوا أحد زملائنا عن القطع الـ%n الأخرى.</numerusform>
            <numerusform>اسألوا أحد زملائنا عن القطع الـ%n الأخرى.</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes well with it</source>
        <translation>تنسجم معها</translation>
    </message>
    <message>
        <source>Often worn together</source>
        <translation>كثيرًا ما تُلبس معًا</translation>
    </message>
    <message>
        <source>The same {colour}</source>
        <translation>باللون نفسه: {colour}</translation>
    </message>
    <message>
        <source>Goes with {colour}</source>
        <translation>ينسجم مع {colour}</translation>
    </message>
    <message>
        <source>The same {fabric}</source>
        <translation>من الخامة نفسها: {fabric}</translation>
    </message>
    <message>
        <source>{brand} as well</source>
        <comment>of the same brand</comment>
        <translation>من {brand} أيضًا</translation>
    </message>
    <message>
        <source>The same in {colour}</source>
        <translation>القطعة نفسها بلون {colour}</translation>
    </message>
    <message>
        <source>In the {look}</source>
        <comment>the name of a look ends with &apos;look&apos;</comment>
        <translation>من «{look}»</translation>
    </message>
    <message>
        <source>In the {look} look</source>
        <translation>من إطلالة «{look}»</translation>
    </message>
    <message>
        <source>For spring, too</source>
        <translation>للربيع أيضًا</translation>
    </message>
    <message>
        <source>For summer, too</source>
        <translation>للصيف أيضًا</translation>
    </message>
    <message>
        <source>For autumn, too</source>
        <translation>للخريف أيضًا</translation>
    </message>
    <message>
        <source>For winter, too</source>
        <translation>للشتاء أيضًا</translation>
    </message>
    <message>
        <source>white</source>
        <comment>colour</comment>
        <translation>الأبيض</translation>
    </message>
    <message>
        <source>beige</source>
        <comment>colour</comment>
        <translation>البيج</translation>
    </message>
    <message>
        <source>brown</source>
        <comment>colour</comment>
        <translation>البني</translation>
    </message>
    <message>
        <source>black</source>
        <comment>colour</comment>
        <translation>الأسود</translation>
    </message>
    <message>
        <source>grey</source>
        <comment>colour</comment>
        <translation>الرمادي</translation>
    </message>
    <message>
        <source>silver</source>
        <comment>colour</comment>
        <translation>الفضي</translation>
    </message>
    <message>
        <source>gold</source>
        <comment>colour</comment>
        <translation>الذهبي</translation>
    </message>
    <message>
        <source>navy</source>
        <comment>colour</comment>
        <translation>الكحلي</translation>
    </message>
    <message>
        <source>blue</source>
        <comment>colour</comment>
        <translation>الأزرق</translation>
    </message>
    <message>
        <source>turquoise</source>
        <comment>colour</comment>
        <translation>الفيروزي</translation>
    </message>
    <message>
        <source>green</source>
        <comment>colour</comment>
        <translation>الأخضر</translation>
    </message>
    <message>
        <source>red</source>
        <comment>colour</comment>
        <translation>الأحمر</translation>
    </message>
    <message>
        <source>orange</source>
        <comment>colour</comment>
        <translation>البرتقالي</translation>
    </message>
    <message>
        <source>pink</source>
        <comment>colour</comment>
        <translation>الوردي</translation>
    </message>
    <message>
        <source>purple</source>
        <comment>colour</comment>
        <translation>البنفسجي</translation>
    </message>
    <message>
        <source>yellow</source>
        <comment>colour</comment>
        <translation>الأصفر</translation>
    </message>
    <message>
        <source>linen</source>
        <comment>cloth</comment>
        <translation>الكتان</translation>
    </message>
    <message>
        <source>silk</source>
        <comment>cloth</comment>
        <translation>الحرير</translation>
    </message>
    <message>
        <source>satin</source>
        <comment>cloth</comment>
        <translation>الساتان</translation>
    </message>
    <message>
        <source>chiffon</source>
        <comment>cloth</comment>
        <translation>الشيفون</translation>
    </message>
    <message>
        <source>voile</source>
        <comment>cloth</comment>
        <translation>الفوال</translation>
    </message>
    <message>
        <source>poplin</source>
        <comment>cloth</comment>
        <translation>البوبلين</translation>
    </message>
    <message>
        <source>seersucker</source>
        <comment>cloth</comment>
        <translation>السيرسكر</translation>
    </message>
    <message>
        <source>cashmere</source>
        <comment>cloth</comment>
        <translation>الكشمير</translation>
    </message>
    <message>
        <source>wool</source>
        <comment>cloth</comment>
        <translation>الصوف</translation>
    </message>
    <message>
        <source>merino</source>
        <comment>cloth</comment>
        <translation>صوف المارينو</translation>
    </message>
    <message>
        <source>tweed</source>
        <comment>cloth</comment>
        <translation>التويد</translation>
    </message>
    <message>
        <source>flannel</source>
        <comment>cloth</comment>
        <translation>الفلانيل</translation>
    </message>
    <message>
        <source>fleece</source>
        <comment>cloth</comment>
        <translation>الصوف القطبي</translation>
    </message>
    <message>
        <source>corduroy</source>
        <comment>cloth</comment>
        <translation>الكوردروي</translation>
    </message>
    <message>
        <source>velvet</source>
        <comment>cloth</comment>
        <translation>المخمل</translation>
    </message>
    <message>
        <source>denim</source>
        <comment>cloth</comment>
        <translation>الدنيم</translation>
    </message>
    <message>
        <source>canvas</source>
        <comment>cloth</comment>
        <translation>الكانفاس</translation>
    </message>
    <message>
        <source>leather</source>
        <comment>cloth</comment>
        <translation>الجلد</translation>
    </message>
    <message>
        <source>suede</source>
        <comment>cloth</comment>
        <translation>الشامواه</translation>
    </message>
    <message>
        <source>lyocell</source>
        <comment>cloth</comment>
        <translation>الليوسيل</translation>
    </message>
    <message>
        <source>raffia</source>
        <comment>cloth</comment>
        <translation>الرافيا</translation>
    </message>
    <message>
        <source>straw</source>
        <comment>cloth</comment>
        <translation>القش</translation>
    </message>
    <message>
        <source>In your size</source>
        <comment>a garment to try instead of one whose size is out</comment>
        <translation>بمقاسكم</translation>
    </message>
    <message>
        <source>Hang your
pieces here.</source>
        <comment>very large, in two lines, or one in Chinese</comment>
        <translation>علّقوا
قطعكم هنا.</translation>
    </message>
    <message>
        <source>Welcome.</source>
        <translation>أهلًا بكم.</translation>
    </message>
    <message>
        <source>A colleague is glad to help.</source>
        <translation>يسعدنا أن نساعدكم.</translation>
    </message>
    <message>
        <source>Welcome. A colleague is glad to help.</source>
        <translation>أهلًا بكم. يسعدنا أن نساعدكم.</translation>
    </message>
</context>
</TS>
