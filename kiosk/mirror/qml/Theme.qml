// Every token of the mirror's look: colour, type, space, motion. A shop's theme file (docs/theme.md)
// takes the place of some; large text, contrast and stillness are the shopper's to choose.
pragma Singleton
import QtQuick

QtObject {
    property var own: ({})              // the shop's tokens, by their names
    property bool largeText: false
    property bool mirrored: false       // from right to left: LayoutMirroring turns anchors, not x
    property bool highContrast: false

    // Colour: black is mirror; gold is only what can be touched now, or is new.
    readonly property color mirror: "#000000"
    readonly property color ink: highContrast ? "#FFFBF2" : (own.ink ?? "#F4EFE6")
    readonly property color quiet: highContrast ? ink : tint(0.66)
    readonly property color faint: tint(highContrast ? 0.7 : 0.4)
    readonly property color hairline: tint(highContrast ? 0.55 : 0.22)
    readonly property color accent: highContrast ? "#FFDDA6" : (own.accent ?? "#E3C08A")

    readonly property url logo: own.logo ?? ""       // in the place of the shop's name

    // Type: one scale, four sizes.
    readonly property string shopFamily: own.shop_family ?? "Marcellus"
    readonly property int attract: largeText ? 128 : (own.attract ?? 112)
    readonly property int title: largeText ? 64 : (own.title ?? 56)
    readonly property int body: largeText ? 44 : (own.body ?? 36)
    readonly property int small: largeText ? 36 : (own.small ?? 28)
    readonly property int least: 28          // nothing that is read is smaller

    // Space: 12 columns of 58 with gutters of 24 on 1080 x 1920.
    readonly property int width: 1080
    readonly property int height: 1920
    readonly property int margin: own.margin ?? 60
    readonly property int gutter: 24
    readonly property real column: (width - 2 * margin - 11 * gutter) / 12
    readonly property int statusTop: 56
    readonly property int contentTop: 1000
    readonly property int bodyTop: 1100       // of a sheet, below its title
    readonly property int offersTop: largeText ? 1476 : 1500
    readonly property int actionsTop: 1788   // its words stand as far from the edge as all else
    readonly property int touch: 96
    readonly property int line: highContrast ? 3 : 2

    // Motion, in milliseconds; `motion` off shows every state settled.
    property bool motion: true
    readonly property int arrive: own.arrive ?? 420
    readonly property int move: motion ? (own.move ?? 360) : 0
    readonly property int fade: motion ? (own.fade ?? 260) : 0
    readonly property real glimpse: 0.15      // what fades in is seen in its first frame
    readonly property int breath: 5200
    // No motion: so long, what has just come under a finger does not take its tap. Tests take another.
    readonly property int settling: own.settling ?? 500
    readonly property int slide: 1200         // from one of the shop's pictures to the next
    readonly property int slideEvery: 9000

    function tint(share: real): color {
        return Qt.rgba(ink.r, ink.g, ink.b, share);
    }

    function span(columns: int): int {
        return Math.round(columns * column + (columns - 1) * gutter);
    }

    function offset(columns: int): int {
        return Math.round(columns * (column + gutter));
    }
}
