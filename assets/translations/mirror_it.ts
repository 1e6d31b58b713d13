<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="it">
<context>
    <name>AskingWords</name>
    <message>
        <source>Please ask a colleague.</source>
        <translation>Si rivolga a un addetto.</translation>
    </message>
    <message>
        <source>Never mind</source>
        <comment>takes back what was asked for</comment>
        <translation>Lasci stare</translation>
    </message>
    <message>
        <source>Hold it for me</source>
        <comment>at the checkout, as nobody can bring it now</comment>
        <translation>Lo tenga da parte</translation>
    </message>
    <message>
        <source>Send to my phone</source>
        <comment>what is looked at, or the whole list</comment>
        <translation>Invia al mio telefono</translation>
    </message>
    <message>
        <source>Bring me {colour}, {size}</source>
        <translation>Mi porti {colour}, {size}</translation>
    </message>
    <message>
        <source>Bring me size {size}</source>
        <translation>Mi porti la taglia {size}</translation>
    </message>
    <message>
        <source>Bring me {colour}</source>
        <translation>Mi porti {colour}</translation>
    </message>
    <message>
        <source>Bring me this one</source>
        <translation>Mi porti questo</translation>
    </message>
    <message>
        <source>We are still passing this on. You can also ask a colleague.</source>
        <translation>Lo stiamo trasmettendo. Anche un addetto può aiutarla.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>Not to be found today. Please ask us.</source>
        <translation>Oggi non si trova. Si rivolga a noi.</translation>
    </message>
    <message>
        <source>We have asked to have it set aside.</source>
        <translation>Abbiamo chiesto di metterlo da parte.</translation>
    </message>
    <message>
        <source>We have asked once more. The checkout can help, too.</source>
        <translation>Abbiamo chiesto di nuovo. Anche la cassa può aiutarla.</translation>
    </message>
    <message>
        <source>A colleague has been called. The checkout can help, too.</source>
        <translation>Abbiamo avvisato un addetto. Anche la cassa può aiutarla.</translation>
    </message>
    <message>
        <source>We have asked for it. The checkout can help, too.</source>
        <translation>L’abbiamo chiesto. Anche la cassa può aiutarla.</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>Abbiamo avvisato un addetto</translation>
    </message>
    <message>
        <source>We have asked for it</source>
        <translation>L’abbiamo chiesto</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minuto</numerusform>
            <numerusform>%n minuti</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, about {time}.</source>
        <translation>{what}, circa {time}.</translation>
    </message>
    <message>
        <source>{name} is on the way.</source>
        <comment>a colleague</comment>
        <translation>{name} sta arrivando.</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>Un addetto sta arrivando.</translation>
    </message>
    <message>
        <source>{name} is bringing it.</source>
        <comment>a colleague</comment>
        <translation>Glielo porta {name}.</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>È in arrivo.</translation>
    </message>
    <message>
        <source>{name} is setting it aside.</source>
        <comment>a colleague</comment>
        <translation>{name} lo mette da parte per lei.</translation>
    </message>
    <message>
        <source>It is being set aside.</source>
        <translation>Lo stiamo mettendo da parte.</translation>
    </message>
    <message>
        <source>Here we are.</source>
        <translation>Eccoci.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout.</source>
        <translation>Messo da parte per lei in cassa.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout until {time}.</source>
        <translation>Messo da parte per lei in cassa fino alle {time}.</translation>
    </message>
    <message>
        <source>It is back in the shop.</source>
        <translation>È di nuovo in negozio.</translation>
    </message>
    <message>
        <source>Here it is.</source>
        <translation>Eccolo.</translation>
    </message>
    <message>
        <source>Not to be found today. We have {piece}.</source>
        <comment>a piece in place of another</comment>
        <translation>Oggi non si trova. Abbiamo {piece}.</translation>
    </message>
    <message>
        <source>Not to be found today.</source>
        <translation>Oggi non si trova.</translation>
    </message>
</context>
<context>
    <name>ComfortWords</name>
    <message>
        <source>Light</source>
        <comment>heading of the scenes of light in the fitting room</comment>
        <translation>Luce</translation>
    </message>
    <message>
        <source>Daylight</source>
        <comment>a scene of light</comment>
        <translation>Luce diurna</translation>
    </message>
    <message>
        <source>Evening</source>
        <comment>a scene of light</comment>
        <translation>Sera</translation>
    </message>
    <message>
        <source>Sound</source>
        <comment>heading of on and off</comment>
        <translation>Suoni</translation>
    </message>
    <message>
        <source>On</source>
        <comment>of sounds</comment>
        <translation>Attivi</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>of sounds</comment>
        <translation>Spenti</translation>
    </message>
    <message>
        <source>Text</source>
        <comment>heading of usual and larger text</comment>
        <translation>Testo</translation>
    </message>
    <message>
        <source>Larger</source>
        <comment>of text</comment>
        <translation>Più grande</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of text</comment>
        <translation>Abituale</translation>
    </message>
    <message>
        <source>Contrast</source>
        <comment>heading of usual and stronger contrast</comment>
        <translation>Contrasto</translation>
    </message>
    <message>
        <source>Stronger</source>
        <comment>of contrast</comment>
        <translation>Più forte</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of contrast</comment>
        <translation>Abituale</translation>
    </message>
    <message>
        <source>Motion</source>
        <comment>heading: whether things on the screen move</comment>
        <translation>Movimento</translation>
    </message>
    <message>
        <source>Still</source>
        <comment>nothing moves</comment>
        <translation>Fermo</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of motion</comment>
        <translation>Abituale</translation>
    </message>
</context>
<context>
    <name>PhoneWords</name>
    <message>
        <source>Open the camera of your phone and point it here.</source>
        <comment>beside a QR code</comment>
        <translation>Inquadri questo codice con il telefono.</translation>
    </message>
    <message>
        <source>Everything here, your list to keep, and this mirror in your hand. No app, no account.</source>
        <translation>Tutto ciò che è qui, la sua lista da conservare e questo specchio in mano. Senza app, senza account.</translation>
    </message>
    <message>
        <source>Not ready just now. Please ask a colleague.</source>
        <comment>in place of a QR code</comment>
        <translation>In questo momento non è pronto. Si rivolga a un addetto.</translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s) connected</source>
        <translation>
            <numerusform>%n telefono collegato</numerusform>
            <numerusform>%n telefoni collegati</numerusform>
        </translation>
    </message>
    <message>
        <source>No name, no account, no camera. Only this visit:</source>
        <translation>Nessun nome, nessun account, nessuna telecamera. Solo questa visita:</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) in this room</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n capo in questo camerino</numerusform>
            <numerusform>%n capi in questo camerino</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget now</source>
        <comment>ends the visit</comment>
        <translation>Dimentica ora</translation>
    </message>
    <message>
        <source>Ends the visit here and on every phone, and calls off what you asked for.</source>
        <translation>Chiude la visita qui e su ogni telefono, e annulla ciò che ha chiesto.</translation>
    </message>
    <message>
        <source>Your privacy</source>
        <translation>La sua privacy</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) handed back</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n capo restituito</numerusform>
            <numerusform>%n capi restituiti</numerusform>
        </translation>
    </message>
    <message>
        <source>Your size: {sizes}</source>
        <comment>what the mirror knows</comment>
        <translation>La sua taglia: {sizes}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) asked for</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n richiesta</numerusform>
            <numerusform>%n richieste</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the checkout</source>
        <comment>what the mirror knows</comment>
        <translation>Inviato alla cassa</translation>
    </message>
    <message>
        <source>Your rating</source>
        <comment>what the mirror knows</comment>
        <translation>La sua valutazione</translation>
    </message>
    <message>
        <source>Language, text and light</source>
        <comment>what the mirror knows</comment>
        <translation>Lingua, testo e luce</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) that hung here before</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n capo appeso qui in precedenza</numerusform>
            <numerusform>%n capi appesi qui in precedenza</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgotten soon after the room is empty. What was tried on, asked for and rated is counted, without a name.</source>
        <translation>Si dimentica poco dopo che il camerino è vuoto. Ciò che è stato provato, richiesto e valutato si conta, senza nomi.</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) set aside for you</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n capo messo da parte per lei</numerusform>
            <numerusform>%n capi messi da parte per lei</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) not to be found today</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n capo non trovato oggi</numerusform>
            <numerusform>%n capi non trovati oggi</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceWords</name>
    <message>
        <source>For staff</source>
        <translation>Per il personale</translation>
    </message>
    <message>
        <source>Your PIN, then Enter</source>
        <comment>Enter is the key</comment>
        <translation>Il suo PIN, poi Invio</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>This PIN is not right. Try again.</source>
        <translation>Questo PIN non è giusto. Riprovi.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a little.</source>
        <translation>Troppi PIN sbagliati. Attenda un poco.</translation>
    </message>
    <message>
        <source>The hub is away, and this mirror has no PIN of its own.</source>
        <translation>L’hub non risponde e questo specchio non ha un PIN proprio.</translation>
    </message>
    <message>
        <source>One</source>
        <comment>a key</comment>
        <translation>Uno</translation>
    </message>
    <message>
        <source>Two</source>
        <comment>a key</comment>
        <translation>Due</translation>
    </message>
    <message>
        <source>Three</source>
        <comment>a key</comment>
        <translation>Tre</translation>
    </message>
    <message>
        <source>Four</source>
        <comment>a key</comment>
        <translation>Quattro</translation>
    </message>
    <message>
        <source>Five</source>
        <comment>a key</comment>
        <translation>Cinque</translation>
    </message>
    <message>
        <source>Six</source>
        <comment>a key</comment>
        <translation>Sei</translation>
    </message>
    <message>
        <source>Seven</source>
        <comment>a key</comment>
        <translation>Sette</translation>
    </message>
    <message>
        <source>Eight</source>
        <comment>a key</comment>
        <translation>Otto</translation>
    </message>
    <message>
        <source>Nine</source>
        <comment>a key</comment>
        <translation>Nove</translation>
    </message>
    <message>
        <source>Erase</source>
        <comment>a key</comment>
        <translation>Cancella</translation>
    </message>
    <message>
        <source>Zero</source>
        <comment>a key</comment>
        <translation>Zero</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>a key</comment>
        <translation>Invio</translation>
    </message>
    <message>
        <source>Digits typed: {count}</source>
        <translation>Cifre inserite: {count}</translation>
    </message>
    <message>
        <source>Opened by {who}</source>
        <translation>Aperto da {who}</translation>
    </message>
    <message>
        <source>Opened without the hub</source>
        <translation>Aperto senza l’hub</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lettore</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a reader</comment>
        <translation>in avvio</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>connesso</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>non connesso</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <comment>by a reader</comment>
        <translation>ancora nessuna lettura</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <comment>by a reader</comment>
        <translation>ultima lettura {ago}</translation>
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
        <translation>non raggiungibile</translation>
    </message>
    <message>
        <source>Shop data changed</source>
        <translation>Dati modificati</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versione</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>pieno al {percent} %</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>non noto</translation>
    </message>
    <message>
        <source>now</source>
        <translation>adesso</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <comment>days</comment>
        <translation>{count} g fa</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <comment>hours</comment>
        <translation>{count} h fa</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <comment>minutes</comment>
        <translation>{count} min fa</translation>
    </message>
    <message>
        <source>{count} s ago</source>
        <comment>seconds</comment>
        <translation>{count} s fa</translation>
    </message>
    <message>
        <source>Brightness {percent} %</source>
        <translation>Luminosità {percent} %</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>Più scuro</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>Più chiaro</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>staff&apos;s page</comment>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Restart the mirror</source>
        <translation>Riavvia lo specchio</translation>
    </message>
    <message>
        <source>Restart the device</source>
        <translation>Riavvia il dispositivo</translation>
    </message>
    <message>
        <source>Leave fullscreen</source>
        <translation>Esci da schermo intero</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Schermo</translation>
    </message>
    <message>
        <source>does not go off and on</source>
        <comment>the screen</comment>
        <translation>non si spegne e non si accende</translation>
    </message>
</context>
<context>
    <name>SheetWords</name>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>On your phone</source>
        <translation>Sul suo telefono</translation>
    </message>
    <message>
        <source>What this mirror knows</source>
        <translation>Che cosa sa questo specchio</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Comfort</source>
        <comment>text size, contrast, light, sound</comment>
        <translation>Preferenze</translation>
    </message>
    <message>
        <source>Asked for</source>
        <comment>what was asked for and is not here yet</comment>
        <translation>Richiesto</translation>
    </message>
    <message numerus="yes">
        <source>%n asked for</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>%n richiesto</numerusform>
            <numerusform>%n richiesti</numerusform>
        </translation>
    </message>
    <message>
        <source>How was it?</source>
        <comment>of a garment that was handed back</comment>
        <translation>Come andava?</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>Troppo piccolo</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>Troppo grande</translation>
    </message>
    <message>
        <source>Not my colour</source>
        <translation>Non è il mio colore</translation>
    </message>
    <message>
        <source>Too dear</source>
        <translation>Troppo caro</translation>
    </message>
    <message>
        <source>Would you recommend {shop} to a friend?</source>
        <translation>Consiglierebbe {shop} a un amico?</translation>
    </message>
    <message>
        <source>Not at all</source>
        <comment>below 0 of 10</comment>
        <translation>Per niente</translation>
    </message>
    <message>
        <source>Gladly</source>
        <comment>below 10 of 10</comment>
        <translation>Volentieri</translation>
    </message>
    <message>
        <source>And in a word?</source>
        <comment>after a number from 0 to 10 was tapped</comment>
        <translation>E in una parola?</translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation>Grazie.</translation>
    </message>
    <message>
        <source>Easy</source>
        <comment>a word for a visit</comment>
        <translation>Facile</translation>
    </message>
    <message>
        <source>Quick</source>
        <comment>a word for a visit</comment>
        <translation>Veloce</translation>
    </message>
    <message>
        <source>Friendly</source>
        <comment>a word for a visit</comment>
        <translation>Cordiale</translation>
    </message>
    <message>
        <source>Too slow</source>
        <comment>a word for a visit</comment>
        <translation>Troppo lento</translation>
    </message>
    <message>
        <source>How were they?</source>
        <comment>of two garments that were handed back</comment>
        <translation>Come andavano?</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ask a colleague if a piece is missing here.</source>
        <translation>Se manca un capo, si rivolga a un addetto.</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>Chiama un addetto</translation>
    </message>
    <message>
        <source>more here</source>
        <comment>below a number of garments</comment>
        <translation>altri qui</translation>
    </message>
    <message>
        <source>Please ask a colleague for other sizes, or to pay.</source>
        <translation>Per altre taglie o per pagare, si rivolga a un addetto.</translation>
    </message>
    <message>
        <source>Goes with this</source>
        <translation>Da abbinare</translation>
    </message>
    <message>
        <source>Goes with these</source>
        <translation>Da abbinare</translation>
    </message>
    <message numerus="yes">
        <source>Pay for %n</source>
        <comment>many garments</comment>
        <translation>
            <numerusform>Paga %n</numerusform>
            <numerusform>Paga %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Pay for this</source>
        <translation>Paga questo</translation>
    </message>
    <message numerus="yes">
        <source>Pay for these %n</source>
        <translation>
            <numerusform>Paga questo</numerusform>
            <numerusform>Paga questi %n</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>Thank you. Enjoy wearing it.</source>
        <translation>Grazie. Lo indossi con piacere.</translation>
    </message>
    <message>
        <source>Thank you. Enjoy them.</source>
        <translation>Grazie. Li indossi con piacere.</translation>
    </message>
    <message>
        <source>the checkout</source>
        <translation>in cassa</translation>
    </message>
    <message>
        <source>Your piece is waiting at {place}.</source>
        <translation>Il suo capo la attende: {place}.</translation>
    </message>
    <message numerus="yes">
        <source>Your %n pieces are waiting at {place}.</source>
        <translation>
            <numerusform>Il suo capo la attende: {place}.</numerusform>
            <numerusform>I suoi %n capi la attendono: {place}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n colours</source>
        <comment>of a garment</comment>
        <translation>
            <numerusform>%n colore</numerusform>
            <numerusform>%n colori</numerusform>
        </translation>
    </message>
    <message>
        <source>This one is here with you.</source>
        <translation>Questo è qui con lei.</translation>
    </message>
    <message>
        <source>size {size}</source>
        <translation>taglia {size}</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>questo capo</translation>
    </message>
    <message>
        <source>Sold out today in {name}.</source>
        <translation>Oggi esaurito: {name}.</translation>
    </message>
    <message>
        <source>One left in {name}.</source>
        <translation>Ne resta uno: {name}.</translation>
    </message>
    <message numerus="yes">
        <source>%n left in {name}.</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>Ne resta %n: {name}.</numerusform>
            <numerusform>Ne restano %n: {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the shop in {name}.</source>
        <translation>Disponibile in negozio: {name}.</translation>
    </message>
    <message>
        <source>Ask a colleague about this one.</source>
        <translation>Per questo capo si rivolga a un addetto.</translation>
    </message>
    <message>
        <source>Ask a colleague about the other piece.</source>
        <translation>Per l’altro capo si rivolga a un addetto.</translation>
    </message>
    <message numerus="yes">
        <source>Ask a colleague about the other %n pieces.</source>
        <translation>
            <numerusform>Per l’altro capo si rivolga a un addetto.</numerusform>
            <numerusform>Per gli altri %n capi si rivolga a un addetto.</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes well with it</source>
        <translation>Si abbina bene</translation>
    </message>
    <message>
        <source>Often worn together</source>
        <translation>Spesso indossati insieme</translation>
    </message>
    <message>
        <source>The same {colour}</source>
        <translation>Lo stesso {colour}</translation>
    </message>
    <message>
        <source>Goes with {colour}</source>
        <translation>Sta bene con: {colour}</translation>
    </message>
    <message>
        <source>The same {fabric}</source>
        <translation>Anche in {fabric}</translation>
    </message>
    <message>
        <source>{brand} as well</source>
        <comment>of the same brand</comment>
        <translation>Anche di {brand}</translation>
    </message>
    <message>
        <source>The same in {colour}</source>
        <translation>Lo stesso in {colour}</translation>
    </message>
    <message>
        <source>In the {look}</source>
        <comment>the name of a look ends with &apos;look&apos;</comment>
        <translation>In «{look}»</translation>
    </message>
    <message>
        <source>In the {look} look</source>
        <translation>Dal look «{look}»</translation>
    </message>
    <message>
        <source>For spring, too</source>
        <translation>Anche per la primavera</translation>
    </message>
    <message>
        <source>For summer, too</source>
        <translation>Anche per l’estate</translation>
    </message>
    <message>
        <source>For autumn, too</source>
        <translation>Anche per l’autunno</translation>
    </message>
    <message>
        <source>For winter, too</source>
        <translation>Anche per l’inverno</translation>
    </message>
    <message>
        <source>white</source>
        <comment>colour</comment>
        <translation>bianco</translation>
    </message>
    <message>
        <source>beige</source>
        <comment>colour</comment>
        <translation>beige</translation>
    </message>
    <message>
        <source>brown</source>
        <comment>colour</comment>
        <translation>marrone</translation>
    </message>
    <message>
        <source>black</source>
        <comment>colour</comment>
        <translation>nero</translation>
    </message>
    <message>
        <source>grey</source>
        <comment>colour</comment>
        <translation>grigio</translation>
    </message>
    <message>
        <source>silver</source>
        <comment>colour</comment>
        <translation>argento</translation>
    </message>
    <message>
        <source>gold</source>
        <comment>colour</comment>
        <translation>oro</translation>
    </message>
    <message>
        <source>navy</source>
        <comment>colour</comment>
        <translation>blu navy</translation>
    </message>
    <message>
        <source>blue</source>
        <comment>colour</comment>
        <translation>blu</translation>
    </message>
    <message>
        <source>turquoise</source>
        <comment>colour</comment>
        <translation>turchese</translation>
    </message>
    <message>
        <source>green</source>
        <comment>colour</comment>
        <translation>verde</translation>
    </message>
    <message>
        <source>red</source>
        <comment>colour</comment>
        <translation>rosso</translation>
    </message>
    <message>
        <source>orange</source>
        <comment>colour</comment>
        <translation>arancione</translation>
    </message>
    <message>
        <source>pink</source>
        <comment>colour</comment>
        <translation>rosa</translation>
    </message>
    <message>
        <source>purple</source>
        <comment>colour</comment>
        <translation>viola</translation>
    </message>
    <message>
        <source>yellow</source>
        <comment>colour</comment>
        <translation>giallo</translation>
    </message>
    <message>
        <source>linen</source>
        <comment>cloth</comment>
        <translation>lino</translation>
    </message>
    <message>
        <source>silk</source>
        <comment>cloth</comment>
        <translation>seta</translation>
    </message>
    <message>
        <source>satin</source>
        <comment>cloth</comment>
        <translation>raso</translation>
    </message>
    <message>
        <source>chiffon</source>
        <comment>cloth</comment>
        <translation>chiffon</translation>
    </message>
    <message>
        <source>voile</source>
        <comment>cloth</comment>
        <translation>voile</translation>
    </message>
    <message>
        <source>poplin</source>
        <comment>cloth</comment>
        <translation>popeline</translation>
    </message>
    <message>
        <source>seersucker</source>
        <comment>cloth</comment>
        <translation>seersucker</translation>
    </message>
    <message>
        <source>cashmere</source>
        <comment>cloth</comment>
        <translation>cashmere</translation>
    </message>
    <message>
        <source>wool</source>
        <comment>cloth</comment>
        <translation>lana</translation>
    </message>
    <message>
        <source>merino</source>
        <comment>cloth</comment>
        <translation>merino</translation>
    </message>
    <message>
        <source>tweed</source>
        <comment>cloth</comment>
        <translation>tweed</translation>
    </message>
    <message>
        <source>flannel</source>
        <comment>cloth</comment>
        <translation>flanella</translation>
    </message>
    <message>
        <source>fleece</source>
        <comment>cloth</comment>
        <translation>pile</translation>
    </message>
    <message>
        <source>corduroy</source>
        <comment>cloth</comment>
        <translation>velluto a coste</translation>
    </message>
    <message>
        <source>velvet</source>
        <comment>cloth</comment>
        <translation>velluto</translation>
    </message>
    <message>
        <source>denim</source>
        <comment>cloth</comment>
        <translation>denim</translation>
    </message>
    <message>
        <source>canvas</source>
        <comment>cloth</comment>
        <translation>tela</translation>
    </message>
    <message>
        <source>leather</source>
        <comment>cloth</comment>
        <translation>pelle</translation>
    </message>
    <message>
        <source>suede</source>
        <comment>cloth</comment>
        <translation>camoscio</translation>
    </message>
    <message>
        <source>lyocell</source>
        <comment>cloth</comment>
        <translation>lyocell</translation>
    </message>
    <message>
        <source>raffia</source>
        <comment>cloth</comment>
        <translation>rafia</translation>
    </message>
    <message>
        <source>straw</source>
        <comment>cloth</comment>
        <translation>paglia</translation>
    </message>
    <message>
        <source>In your size</source>
        <comment>a garment to try instead of one whose size is out</comment>
        <translation>Nella sua taglia</translation>
    </message>
    <message>
        <source>Hang your
pieces here.</source>
        <comment>very large, in two lines, or one in Chinese</comment>
        <translation>Appenda qui
i suoi capi.</translation>
    </message>
    <message>
        <source>Welcome.</source>
        <translation>Benvenuti.</translation>
    </message>
    <message>
        <source>A colleague is glad to help.</source>
        <translation>Siamo qui per aiutarla.</translation>
    </message>
    <message>
        <source>Welcome. A colleague is glad to help.</source>
        <translation>Benvenuti. Siamo qui per aiutarla.</translation>
    </message>
</context>
</TS>
