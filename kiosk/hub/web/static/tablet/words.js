// Every sentence that the page itself says. What the hub says (declined, sold, doubtful, help)
// comes with the snapshot. Sentence case; what is so and what to do; never blame, never jargon.

export const words = {
  invitation: "Lay your garments on the table",
  invitationMore: "All together, just as they are.",
  itemsAsk: (count) => [count === 1 ? "item." : "items.", "Is that everything?"],
  itemsSaid: (count, total) => `${items(count)}, ${total}. Is that everything?`,
  nothingToPay: "Nothing to pay for yet",
  total: "Total",
  taxIncluded: (text) => `Tax included ${text}`,
  pay: (total) => `Pay ${total}`,
  moment: "One moment, please",
  missing: "An item is missing",
  call: "Call a colleague",
  onTheWay: "A colleague is on the way",
  willHelp: "A colleague will help",
  apart: "Set apart, not charged",
  oneOfThese: "Is it one of these?",
  add: "Add",
  remove: "Remove",
  fromRoom: (room) => `From ${room}, not on the table`,
  cancel: "Cancel",
  cancelling: "Stopping",
  checking: "Checking your payment",
  leaveAll: "Please leave everything where it is.",
  readerAway: "This table cannot see your garments just now. A colleague will help.",
  terminalAway: "Card payment is not ready just now. A colleague will help you pay.",
  thanks: "Thank you",
  scan: "Your receipt, for your phone",
  done: "Done",
  paid: (count, total) => `${items(count)}, ${total}, paid`,
  paidMark: "Paid",
  notSent: "That did not go through. Please try again.",
  unnamed: "One garment",
};

function items(count) {
  return count === 1 ? "1 item" : `${count} items`;
}
