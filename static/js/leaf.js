// A signed sheet typed off without the mouse: one key a row, and the draft of this tab comes back after a reload.
const form = document.querySelector("form.leaf");
const rows = [...form.querySelectorAll(".leaf__row")]
  .map((node) => ({ node, radios: [...node.querySelectorAll("input")] }))
  .filter((row) => row.radios.length);
const count = form.querySelector("[data-count]");
const jump = form.querySelector("[data-jump]");
const store = `leaf:${form.dataset.leaf}`;
let digits = "";
let changed = false;

const checked = (row) => row.radios.find((radio) => radio.checked);
const rowOf = (element) => rows.findIndex((row) => row.node.contains(element));

function go(at) {
  say("");
  const row = rows[at];
  if (!row) return beyond();
  (checked(row) ?? row.radios[0]).focus();
  row.node.scrollIntoView({ block: "center" });
}

function numbered(number, otherwise) {
  const at = rows.findIndex((row) => row.node.dataset.row === number);
  return at < 0 ? otherwise : at;
}

function beyond() {
  (form.querySelector("[data-blank] input") ?? form.querySelector("[data-submit]")).focus();
}

function say(text) {
  digits = text;
  jump.textContent = text ? `${jump.dataset.word} ${text}` : "";
}

// Only numbers of rows and states: no name is ever kept here, and the tab takes it along when it closes.
function keep() {
  changed = true;
  total();
  const typed = rows.map(checked).filter(Boolean).map((radio) => [radio.name, radio.value]);
  try {
    sessionStorage.setItem(store, JSON.stringify({ seen: form.dataset.seen, typed }));
  } catch { /* no room or not allowed: the form works without */ }
}

function bringBack() {
  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(store) ?? "null");
  } catch { /* unreadable: nothing to bring back */ }
  // Another state of the list was stored meanwhile: what was typed before it has arrived.
  if (draft?.seen !== form.dataset.seen) return sessionStorage.removeItem(store);
  for (const [name, value] of draft.typed) {
    const radio = form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (radio && !radio.checked) changed = radio.checked = true;
  }
}

function total() {
  count.textContent = count.dataset.of.replace("{done}", rows.filter(checked).length).replace("{all}", rows.length);
}

function mark(at, key) {
  const radio = rows[at].radios.find((one) => one.dataset.key.includes(key.toUpperCase()));
  if (!radio) return false;
  radio.checked = true;
  keep();
  go(at + 1);
  return true;
}

function clear(at) {
  const radio = checked(rows[at]);
  // A mark that is kept already is changed, never taken back.
  if (radio && !radio.defaultChecked) {
    radio.checked = false;
    keep();
  } else if (at > 0) {
    go(at - 1);
  }
}

function pressedOnRow(event, at) {
  const { key } = event;
  if (key === "ArrowDown") go(at + 1);
  else if (key === "ArrowUp") go(Math.max(0, at - 1));
  else if (key === "Enter") go(digits ? numbered(digits, at) : at + 1);
  else if (key === "Backspace") digits ? say(digits.slice(0, -1)) : clear(at);
  else if (/^\d$/.test(key)) say(digits + key);
  else if (key.length !== 1 || !mark(at, key)) return;
  event.preventDefault();
}

function pressedOnBlank(event) {
  const boxes = [...form.querySelectorAll("[data-blank] input, [data-submit]")];
  const at = boxes.indexOf(event.target);
  if (event.key === "Enter" || event.key === "ArrowDown") boxes[at + 1].focus();
  else if (event.key === "ArrowUp" && at) boxes[at - 1].focus();
  else if (event.key === "ArrowUp") go(rows.length - 1);
  else return;
  event.preventDefault();
}

form.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-submit]"));
    return;
  }
  if (event.ctrlKey) return;
  const at = rowOf(event.target);
  if (at >= 0) pressedOnRow(event, at);
  else if (event.target.matches("[data-blank] input")) pressedOnBlank(event);
});
form.addEventListener("change", keep);

// Leaving with what was not kept asks first.
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
form.addEventListener("submit", () => {
  changed = !navigator.onLine && changed;
});

bringBack();
total();
if (!form.querySelector("[role=alert], .has-error") && !document.querySelector(".notice--error") && rows.length) {
  const open = rows.findIndex((row) => !checked(row));
  if (open >= 0) go(open);
}
