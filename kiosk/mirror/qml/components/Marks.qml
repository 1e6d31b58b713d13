// The quiet marks that open sheets: this visit on a phone, languages, comfort, what the mirror knows.
pragma ComponentBehavior: Bound
import QtQuick
import ".."

Row {
    id: marks

    required property QtObject kinds

    signal tapped(kind: string)

    spacing: Theme.gutter

    Repeater {
        model: marks.kinds

        Mark {
            required property string key
            objectName: "mark:" + key
            kind: key
            onTapped: marks.tapped(key)
        }
    }
}
