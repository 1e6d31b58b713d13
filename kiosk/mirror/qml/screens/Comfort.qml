// The sheet where a shopper makes the mirror comfortable: a word and what can be chosen, line by line.
import QtQuick
import ".."
import "../components"

Sheet {
    id: sheet

    kind: "comfort"

    Column {
        width: parent.width
        spacing: Theme.gutter

        Choosing {
            choosing: sheet.mirror.comfort.text
            onTapped: (group, key) => sheet.mirror.comfort.tap(group, key)
        }

        Choosing {
            choosing: sheet.mirror.comfort.contrast
            onTapped: (group, key) => sheet.mirror.comfort.tap(group, key)
        }

        Choosing {
            choosing: sheet.mirror.comfort.motion
            onTapped: (group, key) => sheet.mirror.comfort.tap(group, key)
        }

        Choosing {
            choosing: sheet.mirror.comfort.light
            onTapped: (group, key) => sheet.mirror.comfort.tap(group, key)
        }

        Choosing {
            choosing: sheet.mirror.comfort.sound
            onTapped: (group, key) => sheet.mirror.comfort.tap(group, key)
        }
    }
}
