"""What the audit log says, in sentences for the staff console. Owns the words; the rows are kept
as `kiosk.hub.security.audit` has them, and what is not known here is said as it is kept.
"""

from __future__ import annotations

# {} is the row's subject. A row begins with who did it.
SENTENCES = {
    "staff.signed_in": "Signed in.",
    "staff.signed_out": "Signed out.",
    "staff.on_floor": "Is on the floor.",
    "staff.away": "Is away from the floor.",
    "staff.added": "Added {} to the colleagues.",
    "staff.pin_set": "Set a new PIN for {}.",
    "staff.disabled": "Ended that {} may sign in.",
    "staff.enabled": "Let {} sign in again.",
    "staff.picture_set": "Set a picture of {}.",
    "staff.picture_dropped": "Removed the picture of {}.",
    "pin.wrong": "Wrong PIN, for {}.",
    "pin.locked": "Too many wrong PINs, for {}. PINs are locked for a while.",
    "pin.role": "The PIN was right, but a manager's is needed, for {}.",
    "device.code": "Made a code to enrol the {}.",
    "device.enrolled": "Enrolled the {}.",
    "device.refused": "Tried to enrol a device with {}.",
    "device.revoked": "Took its key from the {}.",
    "payment.settled": "Said from the terminal's receipt how payment {} ended.",
    "payment.voided": "Found payment {} charged after it was closed, and has it given back.",
    "payment.capture_refused": "Could not take the money of payment {}: the terminal refuses.",
    "payment.void_refused": "Could not give payment {} back: the terminal refuses.",
    "desk.taken": "Took the money of payment {} at the desk.",
    "desk.not_taken": "Got no money for payment {} at the desk.",
    "desk.not_settled": "Payment {} was over already: the entry before does not hold.",
    "code.approved": "Approved the code {}.",
    "day.closed": "Closed the day as {}.",
    "sale.return": "Took back pieces of sale {}.",
    "sale.exchange": "Exchanged a piece of sale {}.",
    "sale.void": "Voided sale {}.",
    "refund.by_hand": "Gave back by hand what the terminal would not: {}.",
    "finding.dismissed": "Saw to a finding about {}.",
    "offer.added": "Added the offer {}.",
    "offer.saved": "Changed the offer {}.",
    "offer.start": "Started the offer {}.",
    "offer.end": "Ended the offer {}.",
    "stock.changed": "Counted pieces of {} in or out.",
    "tag.bound": "Bound the tag {}.",
    "tag.unbound": "Took the tag {} off its piece.",
    "test_tag.added": "Made {} a test tag.",
    "test_tag.removed": "Took {} from the test tags.",
    "alarm.seen": "Saw to alarms of the gate.",
    "import.done": "Imported {}.",
    "mirror.service": "Opened the service page of {}.",
    "audit.forgotten": "Dropped the entries {}.",
}
# What a PIN was typed for, where it is not said in words already.
PURPOSES = {
    "code.approved": "approving a code",
    "payment.settled": "settling a payment",
    "desk": "a payment at the desk",
    "day.close": "closing the day",
    "finding.dismissed": "seeing to a finding",
    "mirror.service": "the service page of a mirror",
    "sale.return": "a return",
    "sale.exchange": "an exchange",
    "sale.void": "voiding a sale, or money given back by hand",
}
# What the page can be narrowed down to, by the first part of the action.
KINDS = {
    "": "Everything",
    "staff": "Staff",
    "pin": "Wrong PINs",
    "device": "Devices",
    "mirror": "Mirrors",
    "payment": "Payments",
    "desk": "Money at the desk",
    "sale": "Returns and voids",
    "refund": "Refunds by hand",
    "day": "Daily closes",
    "code": "Codes approved",
    "offer": "Offers",
    "finding": "Findings",
    "alarm": "Alarms",
    "stock": "Stock",
    "tag": "Tags",
    "test_tag": "Test tags",
    "import": "Imports",
    "audit": "The log itself",
}


def did(action: str, subject: str) -> str:
    """What somebody did, as a sentence."""
    sentence = SENTENCES.get(action)
    if sentence is None:
        return f"{action}: {subject}"
    if action.startswith("pin."):
        subject = PURPOSES.get(subject, subject)
    return sentence.replace("{}", subject)
