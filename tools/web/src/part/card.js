// Shows the card of a fact while its label in the text has the pointer or the focus.
const labels = document.querySelectorAll("a[data-card]");
const cards = new Map();
let shown = null;
let waiting = 0;

function hide() {
  clearTimeout(waiting);
  if (!shown) return;
  shown.pop.remove();
  shown.label.removeAttribute("aria-describedby");
  shown = null;
}

async function card(label) {
  const address = label.dataset.card;
  if (!cards.has(address)) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    cards.set(address, await answer.text());
  }
  return cards.get(address);
}

async function show(label) {
  if (shown?.label === label) return;
  hide();
  let html;
  try {
    html = await card(label);
  } catch {
    return; // the link still leads to the page of the fact
  }
  const pop = document.createElement("div");
  pop.className = "pop";
  pop.id = "pop";
  // The card is a page of this server, escaped there.
  pop.append(...new DOMParser().parseFromString(html, "text/html").body.children);
  document.body.append(pop);
  const at = label.getBoundingClientRect();
  const width = pop.offsetWidth;
  pop.style.left = `${Math.max(16, Math.min(at.left + scrollX, innerWidth - width - 16))}px`;
  pop.style.top = `${at.bottom + scrollY + 6}px`;
  pop.addEventListener("mouseleave", hide);
  pop.addEventListener("focusout", (e) => {
    if (!pop.contains(e.relatedTarget)) hide();
  });
  label.setAttribute("aria-describedby", "pop");
  shown = { label, pop };
}

function later(label) {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(label), 150);
}

for (const label of labels) {
  label.addEventListener("mouseenter", () => later(label));
  label.addEventListener("focus", () => later(label));
  label.addEventListener("mouseleave", (e) => {
    clearTimeout(waiting);
    if (shown && !shown.pop.contains(e.relatedTarget)) setTimeout(() => shown && !shown.pop.matches(":hover") && hide(), 250);
  });
  label.addEventListener("blur", (e) => {
    if (!shown?.pop.contains(e.relatedTarget)) hide();
  });
}
addEventListener("keydown", (e) => {
  if (e.key === "Escape" && shown) {
    const label = shown.label;
    hide();
    label.focus();
    clearTimeout(waiting);
  }
});

// The fact beside the text and its words light up together.
for (const label of document.querySelectorAll(".reader .at")) {
  const row = document.getElementById(`r-${label.id.slice(2)}`);
  if (!row) continue;
  label.addEventListener("mouseenter", () => row.classList.add("lit"));
  label.addEventListener("mouseleave", () => row.classList.remove("lit"));
}
