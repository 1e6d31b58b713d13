// Every token of the mirror's look: colour, type, space, motion. A shop replaces this one file.
pragma Singleton
import QtQuick

QtObject {
    // Colour: black is mirror; gold is only what can be touched now, or is new.
    readonly property color mirror: "#000000"
    readonly property color ink: "#F4EFE6"
    readonly property color quiet: "#A9F4EFE6"
    readonly property color faint: "#59F4EFE6"
    readonly property color hairline: "#38F4EFE6"
    readonly property color accent: "#E3C08A"

    // Type: one scale, four sizes.
    readonly property string family: "Inter"
    readonly property string shopFamily: "Marcellus"
    readonly property int attract: 112
    readonly property int title: 56
    readonly property int body: 36
    readonly property int small: 28

    // Space: 12 columns of 58 with gutters of 24 on 1080 x 1920.
    readonly property int width: 1080
    readonly property int height: 1920
    readonly property int margin: 60
    readonly property int gutter: 24
    readonly property int column: 58
    readonly property int statusTop: 56
    readonly property int contentTop: 1000
    readonly property int offersTop: 1544
    readonly property int actionsTop: 1788   // its words stand as far from the edge as all else
    readonly property int touch: 96
    readonly property int line: 2

    // Motion, in milliseconds; `motion` off shows every state settled.
    property bool motion: true
    readonly property int arrive: 420
    readonly property int move: motion ? 360 : 0
    readonly property int fade: motion ? 260 : 0
    readonly property int breath: 5200
    readonly property int settling: motion ? 500 : 0

    function span(columns: int): int {
        return columns * column + (columns - 1) * gutter;
    }

    function offset(columns: int): int {
        return columns * (column + gutter);
    }
}
