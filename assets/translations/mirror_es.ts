<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>AskingWords</name>
    <message>
        <source>Please ask a colleague.</source>
        <translation>Consulte a nuestro equipo, por favor.</translation>
    </message>
    <message>
        <source>Never mind</source>
        <comment>takes back what was asked for</comment>
        <translation>Mejor no</translation>
    </message>
    <message>
        <source>Hold it for me</source>
        <comment>at the checkout, as nobody can bring it now</comment>
        <translation>Guárdelo para mí</translation>
    </message>
    <message>
        <source>Send to my phone</source>
        <comment>what is looked at, or the whole list</comment>
        <translation>Enviar a mi móvil</translation>
    </message>
    <message>
        <source>Bring me {colour}, {size}</source>
        <translation>Tráigame {colour}, {size}</translation>
    </message>
    <message>
        <source>Bring me size {size}</source>
        <translation>Tráigame la talla {size}</translation>
    </message>
    <message>
        <source>Bring me {colour}</source>
        <translation>Tráigame {colour}</translation>
    </message>
    <message>
        <source>Bring me this one</source>
        <translation>Tráigame este</translation>
    </message>
    <message>
        <source>We are still passing this on. You can also ask a colleague.</source>
        <translation>Lo estamos transmitiendo. También puede consultarnos.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>Not to be found today. Please ask us.</source>
        <translation>Hoy no lo encontramos. Consúltenos, por favor.</translation>
    </message>
    <message>
        <source>We have asked to have it set aside.</source>
        <translation>Hemos pedido que lo aparten.</translation>
    </message>
    <message>
        <source>We have asked once more. The checkout can help, too.</source>
        <translation>Lo hemos pedido de nuevo. En caja también pueden ayudarle.</translation>
    </message>
    <message>
        <source>A colleague has been called. The checkout can help, too.</source>
        <translation>Ya hemos avisado al equipo. En caja también pueden ayudarle.</translation>
    </message>
    <message>
        <source>We have asked for it. The checkout can help, too.</source>
        <translation>Ya lo hemos pedido. En caja también pueden ayudarle.</translation>
    </message>
    <message>
        <source>A colleague has been called</source>
        <translation>Ya hemos avisado al equipo</translation>
    </message>
    <message>
        <source>We have asked for it</source>
        <translation>Ya lo hemos pedido</translation>
    </message>
    <message>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minuto</numerusform>
            <numerusform>%n minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, about {time}.</source>
        <translation>{what}, alrededor de {time}.</translation>
    </message>
    <message>
        <source>{name} is on the way.</source>
        <comment>a colleague</comment>
        <translation>{name} está en camino.</translation>
    </message>
    <message>
        <source>A colleague is on the way.</source>
        <translation>Ya vamos hacia usted.</translation>
    </message>
    <message>
        <source>{name} is bringing it.</source>
        <comment>a colleague</comment>
        <translation>{name} se lo trae.</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>Ya está en camino.</translation>
    </message>
    <message>
        <source>{name} is setting it aside.</source>
        <comment>a colleague</comment>
        <translation>{name} se lo está apartando.</translation>
    </message>
    <message>
        <source>It is being set aside.</source>
        <translation>Lo estamos apartando.</translation>
    </message>
    <message>
        <source>Here we are.</source>
        <translation>Aquí estamos.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout.</source>
        <translation>Apartado para usted en caja.</translation>
    </message>
    <message>
        <source>Set aside for you at the checkout until {time}.</source>
        <translation>Apartado para usted en caja hasta las {time}.</translation>
    </message>
    <message>
        <source>It is back in the shop.</source>
        <translation>Ya está de nuevo en la tienda.</translation>
    </message>
    <message>
        <source>Here it is.</source>
        <translation>Aquí lo tiene.</translation>
    </message>
    <message>
        <source>Not to be found today. We have {piece}.</source>
        <comment>a piece in place of another</comment>
        <translation>Hoy no lo encontramos. Tenemos {piece}.</translation>
    </message>
    <message>
        <source>Not to be found today.</source>
        <translation>Hoy no lo encontramos.</translation>
    </message>
</context>
<context>
    <name>ComfortWords</name>
    <message>
        <source>Light</source>
        <comment>heading of the scenes of light in the fitting room</comment>
        <translation>Luz</translation>
    </message>
    <message>
        <source>Daylight</source>
        <comment>a scene of light</comment>
        <translation>Luz de día</translation>
    </message>
    <message>
        <source>Evening</source>
        <comment>a scene of light</comment>
        <translation>Noche</translation>
    </message>
    <message>
        <source>Sound</source>
        <comment>heading of on and off</comment>
        <translation>Sonido</translation>
    </message>
    <message>
        <source>On</source>
        <comment>of sounds</comment>
        <translation>Activado</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>of sounds</comment>
        <translation>Desactivado</translation>
    </message>
    <message>
        <source>Text</source>
        <comment>heading of usual and larger text</comment>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Larger</source>
        <comment>of text</comment>
        <translation>Más grande</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of text</comment>
        <translation>Habitual</translation>
    </message>
    <message>
        <source>Contrast</source>
        <comment>heading of usual and stronger contrast</comment>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>Stronger</source>
        <comment>of contrast</comment>
        <translation>Más fuerte</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of contrast</comment>
        <translation>Habitual</translation>
    </message>
    <message>
        <source>Motion</source>
        <comment>heading: whether things on the screen move</comment>
        <translation>Movimiento</translation>
    </message>
    <message>
        <source>Still</source>
        <comment>nothing moves</comment>
        <translation>Sin movimiento</translation>
    </message>
    <message>
        <source>Usual</source>
        <comment>of motion</comment>
        <translation>Habitual</translation>
    </message>
</context>
<context>
    <name>PhoneWords</name>
    <message>
        <source>Open the camera of your phone and point it here.</source>
        <comment>beside a QR code</comment>
        <translation>Apunte aquí con la cámara de su móvil.</translation>
    </message>
    <message>
        <source>Everything here, your list to keep, and this mirror in your hand. No app, no account.</source>
        <translation>Todo lo de aquí, su lista para guardar y este espejo en su mano. Sin aplicación, sin cuenta.</translation>
    </message>
    <message>
        <source>Not ready just now. Please ask a colleague.</source>
        <comment>in place of a QR code</comment>
        <translation>No está listo en este momento. Consulte a nuestro equipo, por favor.</translation>
    </message>
    <message numerus="yes">
        <source>%n phone(s) connected</source>
        <translation>
            <numerusform>%n móvil conectado</numerusform>
            <numerusform>%n móviles conectados</numerusform>
        </translation>
    </message>
    <message>
        <source>No name, no account, no camera. Only this visit:</source>
        <translation>Sin nombre, sin cuenta, sin cámara. Solo esta visita:</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) in this room</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n prenda en este probador</numerusform>
            <numerusform>%n prendas en este probador</numerusform>
        </translation>
    </message>
    <message>
        <source>Forget now</source>
        <comment>ends the visit</comment>
        <translation>Olvidar ahora</translation>
    </message>
    <message>
        <source>Ends the visit here and on every phone, and calls off what you asked for.</source>
        <translation>Termina la visita aquí y en todos los móviles, y cancela lo que ha pedido.</translation>
    </message>
    <message>
        <source>Your privacy</source>
        <translation>Su privacidad</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) handed back</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n prenda devuelta</numerusform>
            <numerusform>%n prendas devueltas</numerusform>
        </translation>
    </message>
    <message>
        <source>Your size: {sizes}</source>
        <comment>what the mirror knows</comment>
        <translation>Su talla: {sizes}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) asked for</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n petición</numerusform>
            <numerusform>%n peticiones</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent to the checkout</source>
        <comment>what the mirror knows</comment>
        <translation>Enviado a la caja</translation>
    </message>
    <message>
        <source>Your rating</source>
        <comment>what the mirror knows</comment>
        <translation>Su valoración</translation>
    </message>
    <message>
        <source>Language, text and light</source>
        <comment>what the mirror knows</comment>
        <translation>Idioma, texto y luz</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) that hung here before</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n prenda colgada antes</numerusform>
            <numerusform>%n prendas colgadas antes</numerusform>
        </translation>
    </message>
    <message>
        <source>Forgotten soon after the room is empty. What was tried on, asked for and rated is counted, without a name.</source>
        <translation>Se olvida poco después de quedar vacío el probador. Lo probado, lo pedido y lo valorado se cuenta, sin nombres.</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) set aside for you</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n prenda reservada para usted</numerusform>
            <numerusform>%n prendas reservadas para usted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) not to be found today</source>
        <comment>what the mirror knows</comment>
        <translation>
            <numerusform>%n prenda no encontrada hoy</numerusform>
            <numerusform>%n prendas no encontradas hoy</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServiceWords</name>
    <message>
        <source>For staff</source>
        <translation>Para el personal</translation>
    </message>
    <message>
        <source>Your PIN, then Enter</source>
        <comment>Enter is the key</comment>
        <translation>Su PIN y después Intro</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>This PIN is not right. Try again.</source>
        <translation>Este PIN no es correcto. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a little.</source>
        <translation>Demasiados PIN incorrectos. Espere un poco.</translation>
    </message>
    <message>
        <source>The hub is away, and this mirror has no PIN of its own.</source>
        <translation>El hub no responde y este espejo no tiene PIN propio.</translation>
    </message>
    <message>
        <source>One</source>
        <comment>a key</comment>
        <translation>Uno</translation>
    </message>
    <message>
        <source>Two</source>
        <comment>a key</comment>
        <translation>Dos</translation>
    </message>
    <message>
        <source>Three</source>
        <comment>a key</comment>
        <translation>Tres</translation>
    </message>
    <message>
        <source>Four</source>
        <comment>a key</comment>
        <translation>Cuatro</translation>
    </message>
    <message>
        <source>Five</source>
        <comment>a key</comment>
        <translation>Cinco</translation>
    </message>
    <message>
        <source>Six</source>
        <comment>a key</comment>
        <translation>Seis</translation>
    </message>
    <message>
        <source>Seven</source>
        <comment>a key</comment>
        <translation>Siete</translation>
    </message>
    <message>
        <source>Eight</source>
        <comment>a key</comment>
        <translation>Ocho</translation>
    </message>
    <message>
        <source>Nine</source>
        <comment>a key</comment>
        <translation>Nueve</translation>
    </message>
    <message>
        <source>Erase</source>
        <comment>a key</comment>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Zero</source>
        <comment>a key</comment>
        <translation>Cero</translation>
    </message>
    <message>
        <source>Enter</source>
        <comment>a key</comment>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Digits typed: {count}</source>
        <translation>Cifras introducidas: {count}</translation>
    </message>
    <message>
        <source>Opened by {who}</source>
        <translation>Abierto por {who}</translation>
    </message>
    <message>
        <source>Opened without the hub</source>
        <translation>Abierto sin el hub</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lector</translation>
    </message>
    <message>
        <source>starting</source>
        <comment>a reader</comment>
        <translation>iniciando</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>conectado</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <comment>by a reader</comment>
        <translation>aún sin lecturas</translation>
    </message>
    <message>
        <source>last heard {ago}</source>
        <comment>by a reader</comment>
        <translation>última lectura {ago}</translation>
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
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>Shop data changed</source>
        <translation>Datos modificados</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>{percent} % full</source>
        <translation>{percent} % lleno</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <comment>days</comment>
        <translation>hace {count} d</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <comment>hours</comment>
        <translation>hace {count} h</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <comment>minutes</comment>
        <translation>hace {count} min</translation>
    </message>
    <message>
        <source>{count} s ago</source>
        <comment>seconds</comment>
        <translation>hace {count} s</translation>
    </message>
    <message>
        <source>Brightness {percent} %</source>
        <translation>Brillo {percent} %</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>Más oscuro</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>Más claro</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>staff&apos;s page</comment>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Restart the mirror</source>
        <translation>Reiniciar el espejo</translation>
    </message>
    <message>
        <source>Restart the device</source>
        <translation>Reiniciar el dispositivo</translation>
    </message>
    <message>
        <source>Leave fullscreen</source>
        <translation>Salir de pantalla completa</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Pantalla</translation>
    </message>
    <message>
        <source>does not go off and on</source>
        <comment>the screen</comment>
        <translation>no se apaga ni se enciende</translation>
    </message>
</context>
<context>
    <name>SheetWords</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>On your phone</source>
        <translation>En su móvil</translation>
    </message>
    <message>
        <source>What this mirror knows</source>
        <translation>Lo que sabe este espejo</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Comfort</source>
        <comment>text size, contrast, light, sound</comment>
        <translation>A su gusto</translation>
    </message>
    <message>
        <source>Asked for</source>
        <comment>what was asked for and is not here yet</comment>
        <translation>Pedido</translation>
    </message>
    <message numerus="yes">
        <source>%n asked for</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>%n pedido</numerusform>
            <numerusform>%n pedidos</numerusform>
        </translation>
    </message>
    <message>
        <source>How was it?</source>
        <comment>of a garment that was handed back</comment>
        <translation>¿Qué tal?</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>Demasiado pequeño</translation>
    </message>
    <message>
        <source>Too big</source>
        <translation>Demasiado grande</translation>
    </message>
    <message>
        <source>Not my colour</source>
        <translation>No es mi color</translation>
    </message>
    <message>
        <source>Too dear</source>
        <translation>Demasiado caro</translation>
    </message>
    <message>
        <source>Would you recommend {shop} to a friend?</source>
        <translation>¿Recomendaría {shop} a un amigo?</translation>
    </message>
    <message>
        <source>Not at all</source>
        <comment>below 0 of 10</comment>
        <translation>En absoluto</translation>
    </message>
    <message>
        <source>Gladly</source>
        <comment>below 10 of 10</comment>
        <translation>Con gusto</translation>
    </message>
    <message>
        <source>And in a word?</source>
        <comment>after a number from 0 to 10 was tapped</comment>
        <translation>¿Y en una palabra?</translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation>Gracias.</translation>
    </message>
    <message>
        <source>Easy</source>
        <comment>a word for a visit</comment>
        <translation>Fácil</translation>
    </message>
    <message>
        <source>Quick</source>
        <comment>a word for a visit</comment>
        <translation>Rápido</translation>
    </message>
    <message>
        <source>Friendly</source>
        <comment>a word for a visit</comment>
        <translation>Amable</translation>
    </message>
    <message>
        <source>Too slow</source>
        <comment>a word for a visit</comment>
        <translation>Demasiado lento</translation>
    </message>
    <message>
        <source>How were they?</source>
        <comment>of two garments that were handed back</comment>
        <translation>¿Qué tal?</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ask a colleague if a piece is missing here.</source>
        <translation>Si falta alguna prenda aquí, consulte a nuestro equipo.</translation>
    </message>
    <message>
        <source>Call a colleague</source>
        <translation>Pedir ayuda</translation>
    </message>
    <message>
        <source>more here</source>
        <comment>below a number of garments</comment>
        <translation>más aquí</translation>
    </message>
    <message>
        <source>Please ask a colleague for other sizes, or to pay.</source>
        <translation>Para otras tallas o para pagar, consulte a nuestro equipo.</translation>
    </message>
    <message>
        <source>Goes with this</source>
        <translation>Combina con esto</translation>
    </message>
    <message>
        <source>Goes with these</source>
        <translation>Combina con estas</translation>
    </message>
    <message numerus="yes">
        <source>Pay for %n</source>
        <comment>many garments</comment>
        <translation>
            <numerusform>Pagar %n</numerusform>
            <numerusform>Pagar %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Pay for this</source>
        <translation>Pagar esto</translation>
    </message>
    <message numerus="yes">
        <source>Pay for these %n</source>
        <translation>
            <numerusform>Pagar %n</numerusform>
            <numerusform>Pagar estas %n</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>Thank you. Enjoy wearing it.</source>
        <translation>Gracias. Que lo disfrute.</translation>
    </message>
    <message>
        <source>Thank you. Enjoy them.</source>
        <translation>Gracias. Que las disfrute.</translation>
    </message>
    <message>
        <source>the checkout</source>
        <translation>en la caja</translation>
    </message>
    <message>
        <source>Your piece is waiting at {place}.</source>
        <translation>Su prenda le espera: {place}.</translation>
    </message>
    <message numerus="yes">
        <source>Your %n pieces are waiting at {place}.</source>
        <translation>
            <numerusform>Su prenda le espera: {place}.</numerusform>
            <numerusform>Sus %n prendas le esperan: {place}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n colours</source>
        <comment>of a garment</comment>
        <translation>
            <numerusform>%n color</numerusform>
            <numerusform>%n colores</numerusform>
        </translation>
    </message>
    <message>
        <source>This one is here with you.</source>
        <translation>Este lo tiene con usted.</translation>
    </message>
    <message>
        <source>size {size}</source>
        <translation>talla {size}</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>esta prenda</translation>
    </message>
    <message>
        <source>Sold out today in {name}.</source>
        <translation>Hoy agotado: {name}.</translation>
    </message>
    <message>
        <source>One left in {name}.</source>
        <translation>Queda uno: {name}.</translation>
    </message>
    <message numerus="yes">
        <source>%n left in {name}.</source>
        <comment>pieces</comment>
        <translation>
            <numerusform>Queda %n: {name}.</numerusform>
            <numerusform>Quedan %n: {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the shop in {name}.</source>
        <translation>Disponible en tienda: {name}.</translation>
    </message>
    <message>
        <source>Ask a colleague about this one.</source>
        <translation>Consulte a nuestro equipo sobre esta prenda.</translation>
    </message>
    <message>
        <source>Ask a colleague about the other piece.</source>
        <translation>Consulte a nuestro equipo sobre la otra prenda.</translation>
    </message>
    <message numerus="yes">
        <source>Ask a colleague about the other %n pieces.</source>
        <translation>
            <numerusform>Consulte a nuestro equipo sobre la otra prenda.</numerusform>
            <numerusform>Consulte a nuestro equipo sobre las otras %n prendas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes well with it</source>
        <translation>Combina bien</translation>
    </message>
    <message>
        <source>Often worn together</source>
        <translation>A menudo se llevan juntos</translation>
    </message>
    <message>
        <source>The same {colour}</source>
        <translation>El mismo {colour}</translation>
    </message>
    <message>
        <source>Goes with {colour}</source>
        <translation>Combina con {colour}</translation>
    </message>
    <message>
        <source>The same {fabric}</source>
        <translation>También de {fabric}</translation>
    </message>
    <message>
        <source>{brand} as well</source>
        <comment>of the same brand</comment>
        <translation>También de {brand}</translation>
    </message>
    <message>
        <source>The same in {colour}</source>
        <translation>Lo mismo en {colour}</translation>
    </message>
    <message>
        <source>In the {look}</source>
        <comment>the name of a look ends with &apos;look&apos;</comment>
        <translation>En «{look}»</translation>
    </message>
    <message>
        <source>In the {look} look</source>
        <translation>Del look «{look}»</translation>
    </message>
    <message>
        <source>For spring, too</source>
        <translation>También para primavera</translation>
    </message>
    <message>
        <source>For summer, too</source>
        <translation>También para verano</translation>
    </message>
    <message>
        <source>For autumn, too</source>
        <translation>También para otoño</translation>
    </message>
    <message>
        <source>For winter, too</source>
        <translation>También para invierno</translation>
    </message>
    <message>
        <source>white</source>
        <comment>colour</comment>
        <translation>blanco</translation>
    </message>
    <message>
        <source>beige</source>
        <comment>colour</comment>
        <translation>beige</translation>
    </message>
    <message>
        <source>brown</source>
        <comment>colour</comment>
        <translation>marrón</translation>
    </message>
    <message>
        <source>black</source>
        <comment>colour</comment>
        <translation>negro</translation>
    </message>
    <message>
        <source>grey</source>
        <comment>colour</comment>
        <translation>gris</translation>
    </message>
    <message>
        <source>silver</source>
        <comment>colour</comment>
        <translation>plateado</translation>
    </message>
    <message>
        <source>gold</source>
        <comment>colour</comment>
        <translation>dorado</translation>
    </message>
    <message>
        <source>navy</source>
        <comment>colour</comment>
        <translation>azul marino</translation>
    </message>
    <message>
        <source>blue</source>
        <comment>colour</comment>
        <translation>azul</translation>
    </message>
    <message>
        <source>turquoise</source>
        <comment>colour</comment>
        <translation>turquesa</translation>
    </message>
    <message>
        <source>green</source>
        <comment>colour</comment>
        <translation>verde</translation>
    </message>
    <message>
        <source>red</source>
        <comment>colour</comment>
        <translation>rojo</translation>
    </message>
    <message>
        <source>orange</source>
        <comment>colour</comment>
        <translation>naranja</translation>
    </message>
    <message>
        <source>pink</source>
        <comment>colour</comment>
        <translation>rosa</translation>
    </message>
    <message>
        <source>purple</source>
        <comment>colour</comment>
        <translation>morado</translation>
    </message>
    <message>
        <source>yellow</source>
        <comment>colour</comment>
        <translation>amarillo</translation>
    </message>
    <message>
        <source>linen</source>
        <comment>cloth</comment>
        <translation>lino</translation>
    </message>
    <message>
        <source>silk</source>
        <comment>cloth</comment>
        <translation>seda</translation>
    </message>
    <message>
        <source>satin</source>
        <comment>cloth</comment>
        <translation>satén</translation>
    </message>
    <message>
        <source>chiffon</source>
        <comment>cloth</comment>
        <translation>gasa</translation>
    </message>
    <message>
        <source>voile</source>
        <comment>cloth</comment>
        <translation>voile</translation>
    </message>
    <message>
        <source>poplin</source>
        <comment>cloth</comment>
        <translation>popelina</translation>
    </message>
    <message>
        <source>seersucker</source>
        <comment>cloth</comment>
        <translation>sirsaca</translation>
    </message>
    <message>
        <source>cashmere</source>
        <comment>cloth</comment>
        <translation>cachemir</translation>
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
        <translation>franela</translation>
    </message>
    <message>
        <source>fleece</source>
        <comment>cloth</comment>
        <translation>forro polar</translation>
    </message>
    <message>
        <source>corduroy</source>
        <comment>cloth</comment>
        <translation>pana</translation>
    </message>
    <message>
        <source>velvet</source>
        <comment>cloth</comment>
        <translation>terciopelo</translation>
    </message>
    <message>
        <source>denim</source>
        <comment>cloth</comment>
        <translation>denim</translation>
    </message>
    <message>
        <source>canvas</source>
        <comment>cloth</comment>
        <translation>lona</translation>
    </message>
    <message>
        <source>leather</source>
        <comment>cloth</comment>
        <translation>piel</translation>
    </message>
    <message>
        <source>suede</source>
        <comment>cloth</comment>
        <translation>ante</translation>
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
        <translation>paja</translation>
    </message>
    <message>
        <source>In your size</source>
        <comment>a garment to try instead of one whose size is out</comment>
        <translation>En su talla</translation>
    </message>
    <message>
        <source>Hang your
pieces here.</source>
        <comment>very large, in two lines, or one in Chinese</comment>
        <translation>Cuelgue aquí
sus prendas.</translation>
    </message>
    <message>
        <source>Welcome.</source>
        <translation>Bienvenidos.</translation>
    </message>
    <message>
        <source>A colleague is glad to help.</source>
        <translation>Estamos aquí para ayudarle.</translation>
    </message>
    <message>
        <source>Welcome. A colleague is glad to help.</source>
        <translation>Bienvenidos. Estamos aquí para ayudarle.</translation>
    </message>
</context>
</TS>
