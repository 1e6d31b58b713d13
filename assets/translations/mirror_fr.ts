<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name>AskingWords</name>
    <message>
        <source>Please ask a colleague.</source>
        <translation>Adressez-vous à un conseiller.</translation>
    </message>
    <message>
        <source>Never mind</source>
        <comment>takes back what was asked for</comment>
        <translation>Finalement, non</translation>
    </message>
    <message>
        <source>Hold it for me</source>
        <comment>at the checkout, as nobody can bring it now</comment>
        <translation>Mettre de côté</translation>
    </message>
    <message>
        <source>Send to my phone</source>
        <comment>what is looked at, or the whole list</comment>
        <translation>Envoyer au téléphone</translation>
    </message>
    <message>
        <source>Bring me {colour}, {size}</source>
        <translation>Demander {colour}, {size}</translation>
    </message>
    <message>
        <source>Bring me size {size}</source>
        <translation>Demander la taille {size}</translation>
    </message>
    <message>
        <source>Bring me {colour}</source>
        <translation>Demander {colour}</translation>
    </message>
    <message>
        <source>Bring me this one</source>
        <translation>Demander celui-ci</translation>
    </message>
    <message>
        <source>We are still passing this on. You can also ask a colleague.</source>
        <translation>Nous transmettons. Un conseiller peut aussi vous aider.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un instant</translation>
    </message>
    <message>
        <source>Not to be found today. Please ask us.</source>
        <translation>Introuvable aujourd’hui. Parlez-nous-en.</translation>
    </message>
    <message>
        <source>We have asked to have it set aside.</source>
        <translation>Nous avons demandé de le mettre de côté.</translation>
    </message>
    <message>
        <source>We have asked once more. The checkout can help, too.</source>
        <translation>Nous avons redemandé. La caisse peut aussi vous aider.</translation>
    </message>
    <message>
        <source>A colleague has been called. The checkout can help, too.</source>
        <translation>Un conseiller est prévenu. La caisse peut aussi vous aider.</translation>
    </message>
    <message>
        <source>We have asked for it. The checkout can help, too.</source>
        <translation>C’est demandé. La caisse peut aussi vous aider.</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>Un conseiller est prévenu</translation>
    </message>
    <message>
        <source>We have asked for it</source>
        <translation>C’est demandé</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, about {time}.</source>
        <translation>{what}, environ {time}.</translation>
    </message>
    <message>
        <source>{name} is on the way.</source>
        <comment>a colleague</comment>
        <translation>{name} arrive.</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>Un conseiller arrive.</translation>
    </message>
    <message>
        <source>{name} is bringing it.</source>
        <comment>a colleague</comment>
        <translation>{name} vous l’apporte.</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>C’est en route.</translation>
    </message>
    <message>
        <source>{name} is setting it aside.</source>
        <comment>a colleague</comment>
        <translation>{name} le met de côté pour vous.</translation>
    </message>
    <message>
        <source>It is being set aside.</source>
        <translation>Nous le mettons de côté.</translation>
    </message>
    <message>
        <source>Here we are.</source>
        <translation>Nous voici.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout.</source>
        <translation>Mis de côté pour vous en caisse.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout until {time}.</source>
        <translation>Mis de côté pour vous en caisse jusqu’à {time}.</translation>
    </message>
    <message>
        <source>It is back in the shop.</source>
        <translation>Il est de retour en rayon.</translation>
    </message>
    <message>
        <source>Here it is.</source>
        <translation>Le voici.</translation>
    </message>
    <message>
        <source>Not to be found today. We have {piece}.</source>
        <comment>a piece in place of another</comment>
        <translation>Introuvable aujourd’hui. Nous avons {piece}.</translation>
    </message>
    <message>
        <source>Not to be found today.</source>
        <translation>Introuvable aujourd’hui.</translation>
    </message>
</context>
<context>
    <name>ComfortWords</name>
    <message>
        <source>Light</source>
        <comment>heading of the scenes of light in the fitting room</comment>
        <translation>Lumière</translation>
    </message>
    <message>
        <source>Daylight</source>
        <comment>a scene of light</comment>
        <translation>Lumière du jour</translation>
    </message>
    <message>
        <source>Evening</source>
        <comment>a scene of light</comment>
        <translation>Soir</translation>
    </message>
    <message>
        <source>Sound</source>
        <comment>heading of on and off</comment>
        <translation>Son</translation>
    </message>
    <message>
        <source>On</source>
        <comment>of sounds</comment>
        <translation>Oui</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>of sounds</comment>
        <translation>Non</translation>
    </message>
    <message>
        <source>Text</source>
        <comment>heading of usual and larger text</comment>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Larger</source>
        <comment>of text</comment>
        <translation>Plus grand</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of text</comment>
        <translation>Habituel</translation>
    </message>
    <message>
        <source>Contrast</source>
        <comment>heading of usual and stronger contrast</comment>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>Stronger</source>
        <comment>of contrast</comment>
        <translation>Renforcé</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of contrast</comment>
        <translation>Habituel</translation>
    </message>
    <message>
        <source>Motion</source>
        <comment>heading: whether things on the screen move</comment>
        <translation>Mouvement</translation>
    </message>
    <message>
        <source>Still</source>
        <comment>nothing moves</comment>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of motion</comment>
        <translation>Habituel</translation>
    </message>
</context>
<context>
    <name>PhoneWords</name>
    <message>
        <source>Open the camera of your phone and point it here.</source>
        <comment>beside a QR code</comment>
        <translation>Visez ici avec l’appareil photo de votre téléphone.</translation>
    </message>
    <message>
        <source>Everything here, your list to keep, and this mirror in your hand. No app, no account.</source>
        <translation>Tout ce qui est ici, votre liste à garder et ce miroir en main. Sans application, sans compte.</translation>
    </message>
    <message>
        <source>Not ready just now. Please ask a colleague.</source>
        <comment>in place of a QR code</comment>
        <translation>Pas disponible pour l’instant. Adressez-vous à un conseiller.</translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s) connected</source>
        <translation>
            <numerusform>%n téléphone connecté</numerusform>
            <numerusform>%n téléphones connectés</numerusform>
        </translation>
    </message>
    <message>
        <source>No name, no account, no camera. Only this visit:</source>
        <translation>Ni nom, ni compte, ni caméra. Seulement cette visite&#xa0;:</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) in this room</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n pièce dans cette cabine</numerusform>
            <numerusform>%n pièces dans cette cabine</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget now</source>
        <comment>ends the visit</comment>
        <translation>Oublier maintenant</translation>
    </message>
    <message>
        <source>Ends the visit here and on every phone, and calls off what you asked for.</source>
        <translation>Met fin à la visite ici et sur chaque téléphone, et annule vos demandes.</translation>
    </message>
    <message>
        <source>Your privacy</source>
        <translation>Votre vie privée</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) handed back</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n pièce rendue</numerusform>
            <numerusform>%n pièces rendues</numerusform>
        </translation>
    </message>
    <message>
        <source>Your size: {sizes}</source>
        <comment>what the mirror knows</comment>
        <translation>Votre taille&#xa0;: {sizes}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) asked for</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n demande</numerusform>
            <numerusform>%n demandes</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the checkout</source>
        <comment>what the mirror knows</comment>
        <translation>Envoyé en caisse</translation>
    </message>
    <message>
        <source>Your rating</source>
        <comment>what the mirror knows</comment>
        <translation>Votre note</translation>
    </message>
    <message>
        <source>Language, text and light</source>
        <comment>what the mirror knows</comment>
        <translation>Langue, texte et lumière</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) that hung here before</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n pièce accrochée auparavant</numerusform>
            <numerusform>%n pièces accrochées auparavant</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgotten soon after the room is empty. What was tried on, asked for and rated is counted, without a name.</source>
        <translation>Oublié peu après que la cabine est vide. Essayages, demandes et notes sont comptés, sans nom.</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) set aside for you</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n pièce mise de côté pour vous</numerusform>
            <numerusform>%n pièces mises de côté pour vous</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) not to be found today</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n pièce introuvable aujourd’hui</numerusform>
            <numerusform>%n pièces introuvables aujourd’hui</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceWords</name>
    <message>
        <source>For staff</source>
        <translation>Pour le personnel</translation>
    </message>
    <message>
        <source>Your PIN, then Enter</source>
        <comment>Enter is the key</comment>
        <translation>Votre code PIN, puis Entrée</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un instant</translation>
    </message>
    <message>
        <source>This PIN is not right. Try again.</source>
        <translation>Ce code PIN n’est pas le bon. Réessayez.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a little.</source>
        <translation>Trop de codes erronés. Patientez un peu.</translation>
    </message>
    <message>
        <source>The hub is away, and this mirror has no PIN of its own.</source>
        <translation>Le hub est injoignable et ce miroir n’a pas de code PIN à lui.</translation>
    </message>
    <message>
        <source>One</source>
        <comment>a key</comment>
        <translation>Un</translation>
    </message>
    <message>
        <source>Two</source>
        <comment>a key</comment>
        <translation>Deux</translation>
    </message>
    <message>
        <source>Three</source>
        <comment>a key</comment>
        <translation>Trois</translation>
    </message>
    <message>
        <source>Four</source>
        <comment>a key</comment>
        <translation>Quatre</translation>
    </message>
    <message>
        <source>Five</source>
        <comment>a key</comment>
        <translation>Cinq</translation>
    </message>
    <message>
        <source>Six</source>
        <comment>a key</comment>
        <translation>Six</translation>
    </message>
    <message>
        <source>Seven</source>
        <comment>a key</comment>
        <translation>Sept</translation>
    </message>
    <message>
        <source>Eight</source>
        <comment>a key</comment>
        <translation>Huit</translation>
    </message>
    <message>
        <source>Nine</source>
        <comment>a key</comment>
        <translation>Neuf</translation>
    </message>
    <message>
        <source>Erase</source>
        <comment>a key</comment>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Zero</source>
        <comment>a key</comment>
        <translation>Zéro</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>a key</comment>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Digits typed: {count}</source>
        <translation>Chiffres saisis&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Opened by {who}</source>
        <translation>Ouvert par {who}</translation>
    </message>
    <message>
        <source>Opened without the hub</source>
        <translation>Ouvert sans le hub</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lecteur</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a reader</comment>
        <translation>démarrage</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>connecté</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>non connecté</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <comment>by a reader</comment>
        <translation>rien reçu encore</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <comment>by a reader</comment>
        <translation>dernière lecture {ago}</translation>
    </message>
    <message>
        <source>{state}, {heard}</source>
        <translation>{state}&#x202f;; {heard}</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>away</source>
        <comment>the hub</comment>
        <translation>injoignable</translation>
    </message>
    <message>
        <source>Shop data changed</source>
        <translation>Données modifiées</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disque</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>plein à {percent} %</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Température</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <comment>days</comment>
        <translation>il y a {count} j</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <comment>hours</comment>
        <translation>il y a {count} h</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <comment>minutes</comment>
        <translation>il y a {count} min</translation>
    </message>
    <message>
        <source>{count} s ago</source>
        <comment>seconds</comment>
        <translation>il y a {count} s</translation>
    </message>
    <message>
        <source>Brightness {percent} %</source>
        <translation>Luminosité {percent} %</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>Plus sombre</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>Plus clair</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>staff&apos;s page</comment>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Restart the mirror</source>
        <translation>Redémarrer le miroir</translation>
    </message>
    <message>
        <source>Restart the device</source>
        <translation>Redémarrer l’appareil</translation>
    </message>
    <message>
        <source>Leave fullscreen</source>
        <translation>Quitter le plein écran</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Écran</translation>
    </message>
    <message>
        <source>does not go off and on</source>
        <comment>the screen</comment>
        <translation>ne s’éteint et ne s’allume pas</translation>
    </message>
</context>
<context>
    <name>SheetWords</name>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>On your phone</source>
        <translation>Sur votre téléphone</translation>
    </message>
    <message>
        <source>What this mirror knows</source>
        <translation>Ce que sait ce miroir</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Comfort</source>
        <comment>text size, contrast, light, sound</comment>
        <translation>Confort</translation>
    </message>
    <message>
        <source>Asked for</source>
        <comment>what was asked for and is not here yet</comment>
        <translation>Demandé</translation>
    </message>
    <message numerus="yes">
        <source>%n asked for</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>%n demandé</numerusform>
            <numerusform>%n demandés</numerusform>
        </translation>
    </message>
    <message>
        <source>How was it?</source>
        <comment>of a garment that was handed back</comment>
        <translation>Comment était-ce&#x202f;?</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>Trop petit</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>Trop grand</translation>
    </message>
    <message>
        <source>Not my colour</source>
        <translation>Pas ma couleur</translation>
    </message>
    <message>
        <source>Too dear</source>
        <translation>Trop cher</translation>
    </message>
    <message>
        <source>Would you recommend {shop} to a friend?</source>
        <translation>Recommanderiez-vous {shop} à un proche&#x202f;?</translation>
    </message>
    <message>
        <source>Not at all</source>
        <comment>below 0 of 10</comment>
        <translation>Pas du tout</translation>
    </message>
    <message>
        <source>Gladly</source>
        <comment>below 10 of 10</comment>
        <translation>Volontiers</translation>
    </message>
    <message>
        <source>And in a word?</source>
        <comment>after a number from 0 to 10 was tapped</comment>
        <translation>Et en un mot&#x202f;?</translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation>Merci.</translation>
    </message>
    <message>
        <source>Easy</source>
        <comment>a word for a visit</comment>
        <translation>Facile</translation>
    </message>
    <message>
        <source>Quick</source>
        <comment>a word for a visit</comment>
        <translation>Rapide</translation>
    </message>
    <message>
        <source>Friendly</source>
        <comment>a word for a visit</comment>
        <translation>Accueillant</translation>
    </message>
    <message>
        <source>Too slow</source>
        <comment>a word for a visit</comment>
        <translation>Trop lent</translation>
    </message>
    <message>
        <source>How were they?</source>
        <comment>of two garments that were handed back</comment>
        <translation>Comment était-ce&#x202f;?</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ask a colleague if a piece is missing here.</source>
        <translation>S’il manque une pièce ici, adressez-vous à un conseiller.</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>Appeler un conseiller</translation>
    </message>
    <message>
        <source>more here</source>
        <comment>below a number of garments</comment>
        <translation>autres ici</translation>
    </message>
    <message>
        <source>Please ask a colleague for other sizes, or to pay.</source>
        <translation>Pour une autre taille ou pour payer, adressez-vous à un conseiller.</translation>
    </message>
    <message>
        <source>Goes with this</source>
        <translation>Se porte avec</translation>
    </message>
    <message>
        <source>Goes with these</source>
        <translation>Se porte avec</translation>
    </message>
    <message numerus="yes">
        <source>Pay for %n</source>
        <comment>many garments</comment>
        <translation>
            <numerusform>Payer %n</numerusform>
            <numerusform>Payer %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Pay for this</source>
        <translation>Payer celui-ci</translation>
    </message>
    <message numerus="yes">
        <source>Pay for these %n</source>
        <translation>
            <numerusform>Payer celui-ci</numerusform>
            <numerusform>Payer ces %n</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un instant</translation>
    </message>
    <message>
        <source>Thank you. Enjoy wearing it.</source>
        <translation>Merci. Portez-le avec plaisir.</translation>
    </message>
    <message>
        <source>Thank you. Enjoy them.</source>
        <translation>Merci. Portez-les avec plaisir.</translation>
    </message>
    <message>
        <source>the checkout</source>
        <translation>à la caisse</translation>
    </message>
    <message>
        <source>Your piece is waiting at {place}.</source>
        <translation>Votre pièce vous attend&#xa0;: {place}.</translation>
    </message>
    <message numerus="yes">
        <source>Your %n pieces are waiting at {place}.</source>
        <translation>
            <numerusform>Votre pièce vous attend&#xa0;: {place}.</numerusform>
            <numerusform>Vos %n pièces vous attendent&#xa0;: {place}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n colours</source>
        <comment>of a garment</comment>
        <translation>
            <numerusform>%n couleur</numerusform>
            <numerusform>%n couleurs</numerusform>
        </translation>
    </message>
    <message>
        <source>This one is here with you.</source>
        <translation>Celui-ci est avec vous.</translation>
    </message>
    <message>
        <source>size {size}</source>
        <translation>taille {size}</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>cette pièce</translation>
    </message>
    <message>
        <source>Sold out today in {name}.</source>
        <translation>Épuisé aujourd’hui&#xa0;: {name}.</translation>
    </message>
    <message>
        <source>One left in {name}.</source>
        <translation>Il n’en reste qu’un&#xa0;: {name}.</translation>
    </message>
    <message numerus="yes">
        <source>%n left in {name}.</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>Il en reste %n&#xa0;: {name}.</numerusform>
            <numerusform>Il en reste %n&#xa0;: {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the shop in {name}.</source>
        <translation>Disponible en boutique&#xa0;: {name}.</translation>
    </message>
    <message>
        <source>Ask a colleague about this one.</source>
        <translation>Pour cette pièce, adressez-vous à un conseiller.</translation>
    </message>
    <message>
        <source>Ask a colleague about the other piece.</source>
        <translation>Pour l’autre pièce, adressez-vous à un conseiller.</translation>
    </message>
    <message numerus="yes">
        <source>Ask a colleague about the other %n pieces.</source>
        <translation>
            <numerusform>Pour l’autre pièce, adressez-vous à un conseiller.</numerusform>
            <numerusform>Pour les %n autres pièces, adressez-vous à un conseiller.</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes well with it</source>
        <translation>Va bien avec</translation>
    </message>
    <message>
        <source>Often worn together</source>
        <translation>Souvent portés ensemble</translation>
    </message>
    <message>
        <source>The same {colour}</source>
        <translation>Le même {colour}</translation>
    </message>
    <message>
        <source>Goes with {colour}</source>
        <translation>Va bien avec&#xa0;: {colour}</translation>
    </message>
    <message>
        <source>The same {fabric}</source>
        <translation>Aussi en {fabric}</translation>
    </message>
    <message>
        <source>{brand} as well</source>
        <comment>of the same brand</comment>
        <translation>Aussi de {brand}</translation>
    </message>
    <message>
        <source>The same in {colour}</source>
        <translation>Le même en {colour}</translation>
    </message>
    <message>
        <source>In the {look}</source>
        <comment>the name of a look ends with &apos;look&apos;</comment>
        <translation>Dans «&#xa0;{look}&#xa0;»</translation>
    </message>
    <message>
        <source>In the {look} look</source>
        <translation>Dans le look «&#xa0;{look}&#xa0;»</translation>
    </message>
    <message>
        <source>For spring, too</source>
        <translation>Pour le printemps aussi</translation>
    </message>
    <message>
        <source>For summer, too</source>
        <translation>Pour l’été aussi</translation>
    </message>
    <message>
        <source>For autumn, too</source>
        <translation>Pour l’automne aussi</translation>
    </message>
    <message>
        <source>For winter, too</source>
        <translation>Pour l’hiver aussi</translation>
    </message>
    <message>
        <source>white</source>
        <comment>colour</comment>
        <translation>blanc</translation>
    </message>
    <message>
        <source>beige</source>
        <comment>colour</comment>
        <translation>beige</translation>
    </message>
    <message>
        <source>brown</source>
        <comment>colour</comment>
        <translation>marron</translation>
    </message>
    <message>
        <source>black</source>
        <comment>colour</comment>
        <translation>noir</translation>
    </message>
    <message>
        <source>grey</source>
        <comment>colour</comment>
        <translation>gris</translation>
    </message>
    <message>
        <source>silver</source>
        <comment>colour</comment>
        <translation>argent</translation>
    </message>
    <message>
        <source>gold</source>
        <comment>colour</comment>
        <translation>doré</translation>
    </message>
    <message>
        <source>navy</source>
        <comment>colour</comment>
        <translation>bleu marine</translation>
    </message>
    <message>
        <source>blue</source>
        <comment>colour</comment>
        <translation>bleu</translation>
    </message>
    <message>
        <source>turquoise</source>
        <comment>colour</comment>
        <translation>turquoise</translation>
    </message>
    <message>
        <source>green</source>
        <comment>colour</comment>
        <translation>vert</translation>
    </message>
    <message>
        <source>red</source>
        <comment>colour</comment>
        <translation>rouge</translation>
    </message>
    <message>
        <source>orange</source>
        <comment>colour</comment>
        <translation>orange</translation>
    </message>
    <message>
        <source>pink</source>
        <comment>colour</comment>
        <translation>rose</translation>
    </message>
    <message>
        <source>purple</source>
        <comment>colour</comment>
        <translation>violet</translation>
    </message>
    <message>
        <source>yellow</source>
        <comment>colour</comment>
        <translation>jaune</translation>
    </message>
    <message>
        <source>linen</source>
        <comment>cloth</comment>
        <translation>lin</translation>
    </message>
    <message>
        <source>silk</source>
        <comment>cloth</comment>
        <translation>soie</translation>
    </message>
    <message>
        <source>satin</source>
        <comment>cloth</comment>
        <translation>satin</translation>
    </message>
    <message>
        <source>chiffon</source>
        <comment>cloth</comment>
        <translation>mousseline</translation>
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
        <translation>cachemire</translation>
    </message>
    <message>
        <source>wool</source>
        <comment>cloth</comment>
        <translation>laine</translation>
    </message>
    <message>
        <source>merino</source>
        <comment>cloth</comment>
        <translation>mérinos</translation>
    </message>
    <message>
        <source>tweed</source>
        <comment>cloth</comment>
        <translation>tweed</translation>
    </message>
    <message>
        <source>flannel</source>
        <comment>cloth</comment>
        <translation>flanelle</translation>
    </message>
    <message>
        <source>fleece</source>
        <comment>cloth</comment>
        <translation>polaire</translation>
    </message>
    <message>
        <source>corduroy</source>
        <comment>cloth</comment>
        <translation>velours côtelé</translation>
    </message>
    <message>
        <source>velvet</source>
        <comment>cloth</comment>
        <translation>velours</translation>
    </message>
    <message>
        <source>denim</source>
        <comment>cloth</comment>
        <translation>denim</translation>
    </message>
    <message>
        <source>canvas</source>
        <comment>cloth</comment>
        <translation>toile</translation>
    </message>
    <message>
        <source>leather</source>
        <comment>cloth</comment>
        <translation>cuir</translation>
    </message>
    <message>
        <source>suede</source>
        <comment>cloth</comment>
        <translation>daim</translation>
    </message>
    <message>
        <source>lyocell</source>
        <comment>cloth</comment>
        <translation>lyocell</translation>
    </message>
    <message>
        <source>raffia</source>
        <comment>cloth</comment>
        <translation>raphia</translation>
    </message>
    <message>
        <source>straw</source>
        <comment>cloth</comment>
        <translation>paille</translation>
    </message>
    <message>
        <source>In your size</source>
        <comment>a garment to try instead of one whose size is out</comment>
        <translation>À votre taille</translation>
    </message>
    <message>
        <source>Hang your
pieces here.</source>
        <comment>very large, in two lines, or one in Chinese</comment>
        <translation>Accrochez vos
pièces ici.</translation>
    </message>
    <message>
        <source>Welcome.</source>
        <translation>Bienvenue.</translation>
    </message>
    <message>
        <source>A colleague is glad to help.</source>
        <translation>Nous sommes là pour vous.</translation>
    </message>
    <message>
        <source>Welcome. A colleague is glad to help.</source>
        <translation>Bienvenue. Nous sommes là pour vous.</translation>
    </message>
</context>
</TS>
