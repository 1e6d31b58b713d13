<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AskingWords</name>
    <message>
        <source>Please ask a colleague.</source>
        <translation>Bitte sprechen Sie uns an.</translation>
    </message>
    <message>
        <source>Never mind</source>
        <comment>takes back what was asked for</comment>
        <translation>Doch nicht</translation>
    </message>
    <message>
        <source>Hold it for me</source>
        <comment>at the checkout, as nobody can bring it now</comment>
        <translation>Für mich zurücklegen</translation>
    </message>
    <message>
        <source>Send to my phone</source>
        <comment>what is looked at, or the whole list</comment>
        <translation>Auf mein Telefon senden</translation>
    </message>
    <message>
        <source>Bring me {colour}, {size}</source>
        <translation>Bitte in {colour}, {size}</translation>
    </message>
    <message>
        <source>Bring me size {size}</source>
        <translation>Bringen Sie mir Größe {size}</translation>
    </message>
    <message>
        <source>Bring me {colour}</source>
        <translation>Bitte in {colour}</translation>
    </message>
    <message>
        <source>Bring me this one</source>
        <translation>Bitte dieses Stück</translation>
    </message>
    <message>
        <source>We are still passing this on. You can also ask a colleague.</source>
        <translation>Wir geben es weiter. Sprechen Sie uns auch gern direkt an.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Einen Moment</translation>
    </message>
    <message>
        <source>Not to be found today. Please ask us.</source>
        <translation>Heute nicht zu finden. Bitte sprechen Sie uns an.</translation>
    </message>
    <message>
        <source>We have asked to have it set aside.</source>
        <translation>Wir haben gebeten, es zurückzulegen.</translation>
    </message>
    <message>
        <source>We have asked once more. The checkout can help, too.</source>
        <translation>Wir haben erneut gefragt. Auch die Kasse hilft Ihnen gern.</translation>
    </message>
    <message>
        <source>A colleague has been called. The checkout can help, too.</source>
        <translation>Wir wissen Bescheid. Auch die Kasse hilft Ihnen gern.</translation>
    </message>
    <message>
        <source>We have asked for it. The checkout can help, too.</source>
        <translation>Es ist angefragt. Auch die Kasse hilft Ihnen gern.</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>Wir wissen Bescheid</translation>
    </message>
    <message>
        <source>We have asked for it</source>
        <translation>Es ist angefragt</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, about {time}.</source>
        <translation>{what}, etwa {time}.</translation>
    </message>
    <message>
        <source>{name} is on the way.</source>
        <comment>a colleague</comment>
        <translation>{name} ist unterwegs.</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>Wir sind unterwegs zu Ihnen.</translation>
    </message>
    <message>
        <source>{name} is bringing it.</source>
        <comment>a colleague</comment>
        <translation>{name} bringt es Ihnen.</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>Unterwegs zu Ihnen.</translation>
    </message>
    <message>
        <source>{name} is setting it aside.</source>
        <comment>a colleague</comment>
        <translation>{name} legt es für Sie zurück.</translation>
    </message>
    <message>
        <source>It is being set aside.</source>
        <translation>Es wird zurückgelegt.</translation>
    </message>
    <message>
        <source>Here we are.</source>
        <translation>Da sind wir.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout.</source>
        <translation>An der Kasse für Sie zurückgelegt.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout until {time}.</source>
        <translation>An der Kasse bis {time} für Sie zurückgelegt.</translation>
    </message>
    <message>
        <source>It is back in the shop.</source>
        <translation>Es ist wieder im Verkauf.</translation>
    </message>
    <message>
        <source>Here it is.</source>
        <translation>Hier ist es.</translation>
    </message>
    <message>
        <source>Not to be found today. We have {piece}.</source>
        <comment>a piece in place of another</comment>
        <translation>Heute nicht zu finden. Wir haben {piece}.</translation>
    </message>
    <message>
        <source>Not to be found today.</source>
        <translation>Heute nicht zu finden.</translation>
    </message>
</context>
<context>
    <name>ComfortWords</name>
    <message>
        <source>Light</source>
        <comment>heading of the scenes of light in the fitting room</comment>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Daylight</source>
        <comment>a scene of light</comment>
        <translation>Tageslicht</translation>
    </message>
    <message>
        <source>Evening</source>
        <comment>a scene of light</comment>
        <translation>Abend</translation>
    </message>
    <message>
        <source>Sound</source>
        <comment>heading of on and off</comment>
        <translation>Ton</translation>
    </message>
    <message>
        <source>On</source>
        <comment>of sounds</comment>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>of sounds</comment>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Text</source>
        <comment>heading of usual and larger text</comment>
        <translation>Schrift</translation>
    </message>
    <message>
        <source>Larger</source>
        <comment>of text</comment>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of text</comment>
        <translation>Wie gewohnt</translation>
    </message>
    <message>
        <source>Contrast</source>
        <comment>heading of usual and stronger contrast</comment>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Stronger</source>
        <comment>of contrast</comment>
        <translation>Stärker</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of contrast</comment>
        <translation>Wie gewohnt</translation>
    </message>
    <message>
        <source>Motion</source>
        <comment>heading: whether things on the screen move</comment>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Still</source>
        <comment>nothing moves</comment>
        <translation>Ruhig</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of motion</comment>
        <translation>Wie gewohnt</translation>
    </message>
</context>
<context>
    <name>PhoneWords</name>
    <message>
        <source>Open the camera of your phone and point it here.</source>
        <comment>beside a QR code</comment>
        <translation>Richten Sie die Kamera Ihres Telefons hierher.</translation>
    </message>
    <message>
        <source>Everything here, your list to keep, and this mirror in your hand. No app, no account.</source>
        <translation>Alles von hier, Ihre Liste zum Behalten und dieser Spiegel in Ihrer Hand. Ohne App, ohne Konto.</translation>
    </message>
    <message>
        <source>Not ready just now. Please ask a colleague.</source>
        <comment>in place of a QR code</comment>
        <translation>Gerade nicht bereit. Bitte sprechen Sie uns an.</translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s) connected</source>
        <translation>
            <numerusform>%n Telefon verbunden</numerusform>
            <numerusform>%n Telefone verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>No name, no account, no camera. Only this visit:</source>
        <translation>Kein Name, kein Konto, keine Kamera. Nur dieser Besuch:</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) in this room</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n Stück in dieser Kabine</numerusform>
            <numerusform>%n Stücke in dieser Kabine</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget now</source>
        <comment>ends the visit</comment>
        <translation>Jetzt vergessen</translation>
    </message>
    <message>
        <source>Ends the visit here and on every phone, and calls off what you asked for.</source>
        <translation>Beendet den Besuch hier und auf jedem Telefon und sagt ab, was Sie angefragt haben.</translation>
    </message>
    <message>
        <source>Your privacy</source>
        <translation>Ihre Privatsphäre</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) handed back</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n Stück zurückgegeben</numerusform>
            <numerusform>%n Stücke zurückgegeben</numerusform>
        </translation>
    </message>
    <message>
        <source>Your size: {sizes}</source>
        <comment>what the mirror knows</comment>
        <translation>Ihre Größe: {sizes}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) asked for</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n Wunsch</numerusform>
            <numerusform>%n Wünsche</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the checkout</source>
        <comment>what the mirror knows</comment>
        <translation>An die Kasse geschickt</translation>
    </message>
    <message>
        <source>Your rating</source>
        <comment>what the mirror knows</comment>
        <translation>Ihre Bewertung</translation>
    </message>
    <message>
        <source>Language, text and light</source>
        <comment>what the mirror knows</comment>
        <translation>Sprache, Schrift und Licht</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) that hung here before</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n Stück, das vorher hier hing</numerusform>
            <numerusform>%n Stücke, die vorher hier hingen</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgotten soon after the room is empty. What was tried on, asked for and rated is counted, without a name.</source>
        <translation>Wird vergessen, kurz nachdem die Kabine leer ist. Was anprobiert, angefragt und bewertet wurde, wird ohne Namen gezählt.</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) set aside for you</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n Stück für Sie zurückgelegt</numerusform>
            <numerusform>%n Stücke für Sie zurückgelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) not to be found today</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n Stück, heute nicht zu finden</numerusform>
            <numerusform>%n Stücke, heute nicht zu finden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceWords</name>
    <message>
        <source>For staff</source>
        <translation>Für Mitarbeitende</translation>
    </message>
    <message>
        <source>Your PIN, then Enter</source>
        <comment>Enter is the key</comment>
        <translation>Ihre PIN, dann Eingabe</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Einen Moment</translation>
    </message>
    <message>
        <source>This PIN is not right. Try again.</source>
        <translation>Diese PIN stimmt nicht. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a little.</source>
        <translation>Zu viele falsche PINs. Warten Sie ein wenig.</translation>
    </message>
    <message>
        <source>The hub is away, and this mirror has no PIN of its own.</source>
        <translation>Der Hub ist nicht erreichbar, und dieser Spiegel hat keine eigene PIN.</translation>
    </message>
    <message>
        <source>One</source>
        <comment>a key</comment>
        <translation>Eins</translation>
    </message>
    <message>
        <source>Two</source>
        <comment>a key</comment>
        <translation>Zwei</translation>
    </message>
    <message>
        <source>Three</source>
        <comment>a key</comment>
        <translation>Drei</translation>
    </message>
    <message>
        <source>Four</source>
        <comment>a key</comment>
        <translation>Vier</translation>
    </message>
    <message>
        <source>Five</source>
        <comment>a key</comment>
        <translation>Fünf</translation>
    </message>
    <message>
        <source>Six</source>
        <comment>a key</comment>
        <translation>Sechs</translation>
    </message>
    <message>
        <source>Seven</source>
        <comment>a key</comment>
        <translation>Sieben</translation>
    </message>
    <message>
        <source>Eight</source>
        <comment>a key</comment>
        <translation>Acht</translation>
    </message>
    <message>
        <source>Nine</source>
        <comment>a key</comment>
        <translation>Neun</translation>
    </message>
    <message>
        <source>Erase</source>
        <comment>a key</comment>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Zero</source>
        <comment>a key</comment>
        <translation>Null</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>a key</comment>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Digits typed: {count}</source>
        <translation>Getippte Ziffern: {count}</translation>
    </message>
    <message>
        <source>Opened by {who}</source>
        <translation>Geöffnet von {who}</translation>
    </message>
    <message>
        <source>Opened without the hub</source>
        <translation>Ohne den Hub geöffnet</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a reader</comment>
        <translation>startet</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <comment>by a reader</comment>
        <translation>noch nichts gehört</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <comment>by a reader</comment>
        <translation>zuletzt gehört {ago}</translation>
    </message>
    <message>
        <source>{state}, {heard}</source>
        <translation>{state}; {heard}</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>away</source>
        <comment>the hub</comment>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>Shop data changed</source>
        <translation>Ladendaten geändert</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>{percent} % belegt</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <comment>days</comment>
        <translation>vor {count} d</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <comment>hours</comment>
        <translation>vor {count} h</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <comment>minutes</comment>
        <translation>vor {count} min</translation>
    </message>
    <message>
        <source>{count} s ago</source>
        <comment>seconds</comment>
        <translation>vor {count} s</translation>
    </message>
    <message>
        <source>Brightness {percent} %</source>
        <translation>Helligkeit {percent} %</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>Dunkler</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>Heller</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>staff&apos;s page</comment>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Restart the mirror</source>
        <translation>Spiegel neu starten</translation>
    </message>
    <message>
        <source>Restart the device</source>
        <translation>Gerät neu starten</translation>
    </message>
    <message>
        <source>Leave fullscreen</source>
        <translation>Vollbild verlassen</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>does not go off and on</source>
        <comment>the screen</comment>
        <translation>schaltet nicht aus und ein</translation>
    </message>
</context>
<context>
    <name>SheetWords</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>On your phone</source>
        <translation>Auf Ihrem Telefon</translation>
    </message>
    <message>
        <source>What this mirror knows</source>
        <translation>Was dieser Spiegel weiß</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Comfort</source>
        <comment>text size, contrast, light, sound</comment>
        <translation>Ansicht und Licht</translation>
    </message>
    <message>
        <source>Asked for</source>
        <comment>what was asked for and is not here yet</comment>
        <translation>Angefragt</translation>
    </message>
    <message numerus="yes">
        <source>%n asked for</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>%n angefragt</numerusform>
            <numerusform>%n angefragt</numerusform>
        </translation>
    </message>
    <message>
        <source>How was it?</source>
        <comment>of a garment that was handed back</comment>
        <translation>Wie war es?</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>Zu klein</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>Zu groß</translation>
    </message>
    <message>
        <source>Not my colour</source>
        <translation>Nicht meine Farbe</translation>
    </message>
    <message>
        <source>Too dear</source>
        <translation>Zu teuer</translation>
    </message>
    <message>
        <source>Would you recommend {shop} to a friend?</source>
        <translation>Würden Sie {shop} weiterempfehlen?</translation>
    </message>
    <message>
        <source>Not at all</source>
        <comment>below 0 of 10</comment>
        <translation>Gar nicht</translation>
    </message>
    <message>
        <source>Gladly</source>
        <comment>below 10 of 10</comment>
        <translation>Sehr gern</translation>
    </message>
    <message>
        <source>And in a word?</source>
        <comment>after a number from 0 to 10 was tapped</comment>
        <translation>Und in einem Wort?</translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation>Vielen Dank.</translation>
    </message>
    <message>
        <source>Easy</source>
        <comment>a word for a visit</comment>
        <translation>Einfach</translation>
    </message>
    <message>
        <source>Quick</source>
        <comment>a word for a visit</comment>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Friendly</source>
        <comment>a word for a visit</comment>
        <translation>Freundlich</translation>
    </message>
    <message>
        <source>Too slow</source>
        <comment>a word for a visit</comment>
        <translation>Zu langsam</translation>
    </message>
    <message>
        <source>How were they?</source>
        <comment>of two garments that were handed back</comment>
        <translation>Wie war es?</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ask a colleague if a piece is missing here.</source>
        <translation>Fehlt hier ein Stück? Bitte sprechen Sie uns an.</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>Jemanden rufen</translation>
    </message>
    <message>
        <source>more here</source>
        <comment>below a number of garments</comment>
        <translation>weitere hier</translation>
    </message>
    <message>
        <source>Please ask a colleague for other sizes, or to pay.</source>
        <translation>Andere Größen und Bezahlen: Bitte sprechen Sie uns an.</translation>
    </message>
    <message>
        <source>Goes with this</source>
        <translation>Passt dazu</translation>
    </message>
    <message>
        <source>Goes with these</source>
        <translation>Passt dazu</translation>
    </message>
    <message numerus="yes">
        <source>Pay for %n</source>
        <comment>many garments</comment>
        <translation>
            <numerusform>%n bezahlen</numerusform>
            <numerusform>%n bezahlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Pay for this</source>
        <translation>Dieses bezahlen</translation>
    </message>
    <message numerus="yes">
        <source>Pay for these %n</source>
        <translation>
            <numerusform>Dieses bezahlen</numerusform>
            <numerusform>Alle %n bezahlen</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Einen Moment</translation>
    </message>
    <message>
        <source>Thank you. Enjoy wearing it.</source>
        <translation>Vielen Dank. Viel Freude beim Tragen.</translation>
    </message>
    <message>
        <source>Thank you. Enjoy them.</source>
        <translation>Vielen Dank. Viel Freude damit.</translation>
    </message>
    <message>
        <source>the checkout</source>
        <translation>an der Kasse</translation>
    </message>
    <message>
        <source>Your piece is waiting at {place}.</source>
        <translation>Ihr Stück wartet: {place}.</translation>
    </message>
    <message numerus="yes">
        <source>Your %n pieces are waiting at {place}.</source>
        <translation>
            <numerusform>Ihr Stück wartet: {place}.</numerusform>
            <numerusform>Ihre %n Stücke warten: {place}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n colours</source>
        <comment>of a garment</comment>
        <translation>
            <numerusform>%n Farbe</numerusform>
            <numerusform>%n Farben</numerusform>
        </translation>
    </message>
    <message>
        <source>This one is here with you.</source>
        <translation>Dieses ist hier bei Ihnen.</translation>
    </message>
    <message>
        <source>size {size}</source>
        <translation>Größe {size}</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>dieser Ausführung</translation>
    </message>
    <message>
        <source>Sold out today in {name}.</source>
        <translation>Heute ausverkauft in {name}.</translation>
    </message>
    <message>
        <source>One left in {name}.</source>
        <translation>Noch eines in {name}.</translation>
    </message>
    <message numerus="yes">
        <source>%n left in {name}.</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>Noch eines in {name}.</numerusform>
            <numerusform>Noch %n in {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the shop in {name}.</source>
        <translation>Vorrätig in {name}.</translation>
    </message>
    <message>
        <source>Ask a colleague about this one.</source>
        <translation>Zu diesem Stück sprechen Sie uns bitte an.</translation>
    </message>
    <message>
        <source>Ask a colleague about the other piece.</source>
        <translation>Zum anderen Stück sprechen Sie uns bitte an.</translation>
    </message>
    <message numerus="yes">
        <source>Ask a colleague about the other %n pieces.</source>
        <translation>
            <numerusform>Zum anderen Stück sprechen Sie uns bitte an.</numerusform>
            <numerusform>Zu den anderen %n Stücken sprechen Sie uns bitte an.</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes well with it</source>
        <translation>Passt gut dazu</translation>
    </message>
    <message>
        <source>Often worn together</source>
        <translation>Oft zusammen getragen</translation>
    </message>
    <message>
        <source>The same {colour}</source>
        <translation>Im gleichen {colour}</translation>
    </message>
    <message>
        <source>Goes with {colour}</source>
        <translation>Passt zu {colour}</translation>
    </message>
    <message>
        <source>The same {fabric}</source>
        <translation>Auch aus {fabric}</translation>
    </message>
    <message>
        <source>{brand} as well</source>
        <comment>of the same brand</comment>
        <translation>Auch von {brand}</translation>
    </message>
    <message>
        <source>The same in {colour}</source>
        <translation>Das Gleiche in {colour}</translation>
    </message>
    <message>
        <source>In the {look}</source>
        <comment>the name of a look ends with &apos;look&apos;</comment>
        <translation>Aus „{look}“</translation>
    </message>
    <message>
        <source>In the {look} look</source>
        <translation>Aus dem Look „{look}“</translation>
    </message>
    <message>
        <source>For spring, too</source>
        <translation>Auch für den Frühling</translation>
    </message>
    <message>
        <source>For summer, too</source>
        <translation>Auch für den Sommer</translation>
    </message>
    <message>
        <source>For autumn, too</source>
        <translation>Auch für den Herbst</translation>
    </message>
    <message>
        <source>For winter, too</source>
        <translation>Auch für den Winter</translation>
    </message>
    <message>
        <source>white</source>
        <comment>colour</comment>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>beige</source>
        <comment>colour</comment>
        <translation>Beige</translation>
    </message>
    <message>
        <source>brown</source>
        <comment>colour</comment>
        <translation>Braun</translation>
    </message>
    <message>
        <source>black</source>
        <comment>colour</comment>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>grey</source>
        <comment>colour</comment>
        <translation>Grau</translation>
    </message>
    <message>
        <source>silver</source>
        <comment>colour</comment>
        <translation>Silber</translation>
    </message>
    <message>
        <source>gold</source>
        <comment>colour</comment>
        <translation>Gold</translation>
    </message>
    <message>
        <source>navy</source>
        <comment>colour</comment>
        <translation>Marineblau</translation>
    </message>
    <message>
        <source>blue</source>
        <comment>colour</comment>
        <translation>Blau</translation>
    </message>
    <message>
        <source>turquoise</source>
        <comment>colour</comment>
        <translation>Türkis</translation>
    </message>
    <message>
        <source>green</source>
        <comment>colour</comment>
        <translation>Grün</translation>
    </message>
    <message>
        <source>red</source>
        <comment>colour</comment>
        <translation>Rot</translation>
    </message>
    <message>
        <source>orange</source>
        <comment>colour</comment>
        <translation>Orange</translation>
    </message>
    <message>
        <source>pink</source>
        <comment>colour</comment>
        <translation>Rosa</translation>
    </message>
    <message>
        <source>purple</source>
        <comment>colour</comment>
        <translation>Lila</translation>
    </message>
    <message>
        <source>yellow</source>
        <comment>colour</comment>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>linen</source>
        <comment>cloth</comment>
        <translation>Leinen</translation>
    </message>
    <message>
        <source>silk</source>
        <comment>cloth</comment>
        <translation>Seide</translation>
    </message>
    <message>
        <source>satin</source>
        <comment>cloth</comment>
        <translation>Satin</translation>
    </message>
    <message>
        <source>chiffon</source>
        <comment>cloth</comment>
        <translation>Chiffon</translation>
    </message>
    <message>
        <source>voile</source>
        <comment>cloth</comment>
        <translation>Voile</translation>
    </message>
    <message>
        <source>poplin</source>
        <comment>cloth</comment>
        <translation>Popeline</translation>
    </message>
    <message>
        <source>seersucker</source>
        <comment>cloth</comment>
        <translation>Seersucker</translation>
    </message>
    <message>
        <source>cashmere</source>
        <comment>cloth</comment>
        <translation>Kaschmir</translation>
    </message>
    <message>
        <source>wool</source>
        <comment>cloth</comment>
        <translation>Wolle</translation>
    </message>
    <message>
        <source>merino</source>
        <comment>cloth</comment>
        <translation>Merino</translation>
    </message>
    <message>
        <source>tweed</source>
        <comment>cloth</comment>
        <translation>Tweed</translation>
    </message>
    <message>
        <source>flannel</source>
        <comment>cloth</comment>
        <translation>Flanell</translation>
    </message>
    <message>
        <source>fleece</source>
        <comment>cloth</comment>
        <translation>Fleece</translation>
    </message>
    <message>
        <source>corduroy</source>
        <comment>cloth</comment>
        <translation>Cord</translation>
    </message>
    <message>
        <source>velvet</source>
        <comment>cloth</comment>
        <translation>Samt</translation>
    </message>
    <message>
        <source>denim</source>
        <comment>cloth</comment>
        <translation>Denim</translation>
    </message>
    <message>
        <source>canvas</source>
        <comment>cloth</comment>
        <translation>Canvas</translation>
    </message>
    <message>
        <source>leather</source>
        <comment>cloth</comment>
        <translation>Leder</translation>
    </message>
    <message>
        <source>suede</source>
        <comment>cloth</comment>
        <translation>Wildleder</translation>
    </message>
    <message>
        <source>lyocell</source>
        <comment>cloth</comment>
        <translation>Lyocell</translation>
    </message>
    <message>
        <source>raffia</source>
        <comment>cloth</comment>
        <translation>Raffia</translation>
    </message>
    <message>
        <source>straw</source>
        <comment>cloth</comment>
        <translation>Stroh</translation>
    </message>
    <message>
        <source>In your size</source>
        <comment>a garment to try instead of one whose size is out</comment>
        <translation>In Ihrer Größe</translation>
    </message>
    <message>
        <source>Hang your
pieces here.</source>
        <comment>very large, in two lines, or one in Chinese</comment>
        <translation>Hängen Sie Ihre
Auswahl hierher.</translation>
    </message>
    <message>
        <source>Welcome.</source>
        <translation>Willkommen.</translation>
    </message>
    <message>
        <source>A colleague is glad to help.</source>
        <translation>Wir helfen Ihnen gern.</translation>
    </message>
    <message>
        <source>Welcome. A colleague is glad to help.</source>
        <translation>Willkommen. Wir helfen Ihnen gern.</translation>
    </message>
</context>
</TS>
