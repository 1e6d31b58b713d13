// Text in the mirror's voice: Inter, warm ivory, figures of one width.
import QtQuick
import ".."

Text {
    color: Theme.ink
    font.family: Theme.family
    font.weight: Font.Medium
    font.pixelSize: Theme.body
    font.features: ({ "tnum": 1 })
    lineHeight: 1.22
    elide: Text.ElideRight
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
