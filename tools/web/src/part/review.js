// Keys for who goes through the queue of doubts: next and previous, confirm, reject,
// split, edit, undo. They rest while one types, and the box above the queue, which
// the browser remembers, turns them off.
const tools = document.getElementById("keys");
const box = document.getElementById("keys-on");
const said = document.getElementById("keys-said");
const dialog = document.getElementById("keys-dialog");
const kept = "attache-review-keys";
const cards = [...document.querySelectorAll(".doubtful")];

function remembered() {
  try {
    return localStorage.getItem(kept) !== "off";
  } catch {
    return true; // nothing may be kept
  }
}

function remember(on) {
  try {
    localStorage.setItem(kept, on ? "on" : "off");
  } catch {
    // it holds for this page
  }
}

const at = () => cards.findIndex((c) => c.contains(document.activeElement));

function go(to) {
  const card = cards[Math.max(0, Math.min(to, cards.length - 1))];
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "start" });
}

// What a key acts on is what has the focus; without it the first gets it, and nothing
// else is done.
function here() {
  const i = at();
  if (i < 0) go(0);
  return cards[i];
}

// A reason is asked for where one is needed and none is written; Enter then goes on.
let pending = null;

function say(action) {
  const press = here()?.querySelector(`.verdict button[value="${action}"]`);
  if (!press) return;
  const reason = press.form.elements.namedItem("reason");
  if (action === "confirm" || reason.value.trim()) {
    press.click();
    return;
  }
  pending = press;
  said.textContent = press.closest(".doubtful").dataset.reason;
  reason.focus();
}

function edit() {
  const details = here()?.querySelector("details.edit");
  if (!details) return;
  details.open = true;
  details.querySelector("select, input:not([type=hidden])")?.focus();
}

const keys = {
  j: () => go(at() + 1),
  k: () => go(at() - 1),
  c: () => say("confirm"),
  r: () => say("reject"),
  s: () => say("split"),
  e: edit,
  u: () => document.querySelector(".done form.undo button")?.click(),
  "?": () => dialog.showModal(),
};

const typing = (e) => e.isComposing || e.target.closest?.("textarea, select, dialog, [contenteditable], input:not([type=checkbox], [type=radio])");

function pressed(e) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || typing(e)) return;
  const key = keys[e.key];
  if (!key || !box.checked) return;
  e.preventDefault();
  key();
}

if (tools) {
  tools.hidden = false;
  box.checked = remembered();
  box.addEventListener("change", () => remember(box.checked));
  document.getElementById("keys-help").addEventListener("click", () => dialog.showModal());
  if (box.checked && new URLSearchParams(location.search).has("done")) cards[0]?.focus({ preventScroll: true });
  addEventListener("keydown", pressed);
  addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing || !pending || e.target.form !== pending.form) return;
    e.preventDefault();
    if (e.target.value.trim()) pending.click();
  });
  addEventListener("focusout", (e) => {
    if (pending && e.target.form === pending.form && !pending.form.contains(e.relatedTarget)) {
      pending = null;
      said.textContent = "";
    }
  });
}
