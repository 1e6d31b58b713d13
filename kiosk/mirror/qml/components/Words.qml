// Text in the mirror's voice, warm ivory. Its family is the application's (window/typefaces.py).
import QtQuick
import ".."

Text {
    property bool figures: false   // prices and counts: figures of one width
    property bool fits: false      // smaller where its place is too small, down to the least size

    color: Theme.ink
    font.weight: Font.Medium
    font.pixelSize: Theme.body
    font.features: figures ? ({ "tnum": 1 }) : ({})
    lineHeight: 1.06
    fontSizeMode: !fits ? Text.FixedSize : wrapMode === Text.NoWrap ? Text.HorizontalFit : Text.Fit
    minimumPixelSize: Theme.least
    horizontalAlignment: Text.AlignLeft   // of the page, not of each text: turned when mirrored
    elide: Text.ElideRight
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
