// The sheet that opens this visit on the shopper's phone: one code, in reach of a raised phone.
import QtQuick
import Hangtag.Mirror
import ".."
import "../components"

Sheet {
    id: sheet

    readonly property PhoneView phone: mirror.phone

    kind: "phone"

    // An ivory plate, as many phones do not read a code that is light on black.
    Image {
        id: plate
        objectName: "code"
        anchors.left: parent.left
        source: sheet.phone.code
        sourceSize.width: Theme.span(6)
        cache: false   // nothing of it is kept
        smooth: false
        Accessible.role: Accessible.Graphic
        Accessible.name: sheet.phone.text
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: sheet.phone.code ? Theme.offset(6) : 0
        anchors.right: parent.right
        spacing: 24

        Words {
            width: parent.width
            text: sheet.phone.text
            font.weight: Font.DemiBold
            wrapMode: Text.WordWrap
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: sheet.phone.more
            font.pixelSize: Theme.small
            color: Theme.quiet
            lineHeight: 1.2
            wrapMode: Text.WordWrap
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: sheet.phone.phones
            font.pixelSize: Theme.small
        }
    }

    Action {
        objectName: "knows"
        anchors.left: parent.left
        anchors.leftMargin: Theme.offset(6)
        y: Theme.actionsTop - Theme.bodyTop
        width: Theme.span(6)
        lit: false
        label: sheet.phone.privacy
        onTapped: sheet.mirror.tapSheet("knows")
    }
}
