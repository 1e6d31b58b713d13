// The frame of what lies over the room for a while: its title, its body, and the way back. The room
// below is not drawn meanwhile; the face stays free. Children are laid into the body.
import QtQuick
import Hangtag.Mirror
import ".."

Item {
    id: sheet

    required property MirrorViewModel mirror
    required property string kind
    property string title: mirror.sheetTitle
    default property alias content: body.data

    width: Theme.width
    height: Theme.height
    visible: mirror.sheet === kind
    onVisibleChanged: if (visible && Theme.motion) reveal.start()

    Words {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.contentTop
        width: Theme.span(12)
        text: sheet.title
        font.pixelSize: Theme.title
        font.weight: Font.DemiBold
    }

    Item {
        id: body
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.bodyTop
        width: Theme.span(12)
        height: Theme.actionsTop - Theme.gutter - y
    }

    Action {
        objectName: "close"
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        y: Theme.actionsTop
        width: Theme.span(6)
        lit: false
        label: sheet.mirror.backLabel
        onTapped: sheet.mirror.closeSheet()
    }

    NumberAnimation {
        id: reveal
        target: sheet
        property: "opacity"
        from: Theme.glimpse
        to: 1
        duration: Theme.fade
        easing.type: Easing.OutCubic
    }
}
