// The shop's name as it writes it: in its display face, or as its logo, which keeps its shape.
import QtQuick
import ".."

Item {
    id: shop

    required property string name
    required property int size      // of the letters; a logo is as high as they are with their air
    readonly property bool drawn: logo.status === Image.Ready

    implicitWidth: drawn ? logo.width : words.width
    implicitHeight: words.height
    Accessible.role: Accessible.StaticText
    Accessible.name: name

    Words {
        id: words
        visible: !shop.drawn
        text: shop.name
        color: Theme.quiet
        font.family: Theme.shopFamily
        font.weight: Font.Normal
        font.pixelSize: shop.size
        font.letterSpacing: 1
        Accessible.ignored: true
    }

    Image {
        id: logo
        anchors.left: parent.left
        height: words.height
        width: Math.min(Theme.span(6), implicitHeight > 0 ? implicitWidth * height / implicitHeight : 0)
        source: Theme.logo
        sourceSize.height: Math.round(words.height * 2)
        fillMode: Image.PreserveAspectFit
        horizontalAlignment: Theme.mirrored ? Image.AlignRight : Image.AlignLeft
        mipmap: true
        Accessible.ignored: true
    }
}
