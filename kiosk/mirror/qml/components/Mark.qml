// One mark, drawn in outlines: it means the same in every language.
import QtQuick
import QtQuick.Shapes
import ".."

Touchable {
    id: mark

    property string kind
    readonly property var outlines: ({
            "phone": "M15 3 h14 a4 4 0 0 1 4 4 v30 a4 4 0 0 1 -4 4 h-14 a4 4 0 0 1 -4 -4 v-30 a4 4 0 0 1 4 -4 z M20 35 h4",
            "languages": "M22 4 a18 18 0 1 0 0.01 0 z M5 22 h34 M22 4 c-11 10 -11 26 0 36 M22 4 c11 10 11 26 0 36",
            "comfort": "M4 14 h20 M34 14 h6 M29 9 a5 5 0 1 0 0.01 0 z M4 30 h6 M20 30 h20 M15 25 a5 5 0 1 0 0.01 0 z",
            "knows": "M22 4 a18 18 0 1 0 0.01 0 z M22 20 v12 M22 12.5 v1"
        })

    required name
    opacity: pressed ? 0.6 : 1

    Shape {
        anchors.centerIn: parent
        width: 44
        height: 44

        ShapePath {
            strokeColor: Theme.quiet
            strokeWidth: Theme.line + 1
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            PathSvg { path: mark.outlines[mark.kind] ?? "" }
        }
    }
}
