// The top of the glass, read but not touched: the shop's name, and what staff have answered.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Item {
    id: status

    required property QtObject answers
    property string shop
    property string aside

    width: Theme.width - 2 * Theme.margin
    height: Theme.touch

    ShopName {
        anchors.left: parent.left
        name: status.shop
        size: Theme.body
    }

    Column {
        anchors.right: parent.right
        width: Theme.span(7)
        topPadding: 8   // on the line of the shop's name
        spacing: 16

        Repeater {
            model: status.answers

            Item {
                id: row
                required property string about
                required property string answer
                required property bool lively
                required property string picture
                required property string initials

                width: Theme.span(7)
                height: Math.max(said.height, portrait.visible ? portrait.height : 0)

                Portrait {
                    id: portrait
                    anchors.right: parent.right
                    picture: row.picture
                    initials: row.initials
                }

                Column {
                    id: said
                    anchors.right: parent.right
                    anchors.rightMargin: portrait.visible ? portrait.width + 20 : 0
                    width: parent.width - anchors.rightMargin

                    Row {
                        anchors.right: parent.right
                        spacing: 16

                        Rectangle {
                            id: dot
                            visible: row.lively && !portrait.visible
                            anchors.verticalCenter: parent.verticalCenter
                            width: 10
                            height: 10
                            radius: 5
                            color: Theme.accent
                            antialiasing: true
                        }
                        Words {
                            width: Math.min(implicitWidth, said.width - (dot.visible ? 26 : 0))
                            text: row.about
                            fits: true
                            color: Theme.quiet
                            font.pixelSize: Theme.small
                            horizontalAlignment: Text.AlignRight   // also where it is smaller to fit
                        }
                    }
                    Words {
                        width: parent.width
                        text: row.answer
                        font.pixelSize: Theme.small
                        horizontalAlignment: Text.AlignRight
                        wrapMode: Text.WordWrap
                        maximumLineCount: Theme.largeText ? 6 : 4   // a colleague's own words are read whole
                    }
                }
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: status.aside
            color: Theme.quiet
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignRight
            wrapMode: Text.WordWrap
            maximumLineCount: Theme.largeText ? 3 : 2
        }
    }
}
