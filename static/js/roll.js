// The roll as it is taken: sums that follow the thumb, a name found without accents, each tap kept at once and undone.
const form = document.querySelector(".roll-form");
const list = form.querySelector(".roll");
const rows = [...form.querySelectorAll(".roll__row")].map((node) => ({
  node,
  name: node.querySelector("legend").textContent,
  key: fold(node.querySelector("legend").textContent),
  radios: [...node.querySelectorAll("input")],
}));
const sums = Object.fromEntries([...form.querySelectorAll("[data-sum]")].map((node) => [node.dataset.sum, node]));
const undo = form.querySelector("[data-undo-last]");
let outbox = null;
let early = [];
let last = null;
let changed = false;
let leaving = false;

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const chosen = (row) => row.radios.find((radio) => radio.checked)?.value;

function count() {
  const totals = { present: 0, late: 0, excused: 0, absent: 0, none: 0 };
  for (const row of rows) totals[(row.before = chosen(row)) ?? "none"] += 1;
  for (const [status, node] of Object.entries(sums)) node.textContent = totals[status];
}

function choose(row, status) {
  for (const radio of row.radios) radio.checked = radio.value === status;
}

// The form says which mark of the queue a row is: by whichever way it arrives first, it is one mark.
function name(row, uuid) {
  row.uuid ??= form.appendChild(Object.assign(document.createElement("input"), { type: "hidden" }));
  row.uuid.name = row.radios[0].name.replace("m-", "u-");
  row.uuid.value = uuid;
  row.uuid.disabled = !uuid;
}

function note(told) {
  changed = true;
  const act = { rows: told.map((row) => ({ row, before: row.before })), marks: [], replaced: [] };
  act.marks = told.map((row) => ({
    uuid: crypto.randomUUID?.() ?? "",
    register: form.dataset.register,
    enrolment: Number(row.radios[0].name.slice(2)),
    status: chosen(row),
    name: row.name,
    list: form.dataset.title,
  }));
  told.forEach((row, place) => name(row, act.marks[place].uuid));
  count();
  last = act;
  if (outbox) keep(act);
  else early.push(act);
  undo.hidden = false;
}

async function keep(act) {
  act.kept = outbox.add(act.marks);
  act.replaced = await act.kept;
}

async function takeBack() {
  const act = last;
  last = null;
  undo.hidden = true;
  await act.kept;
  if (act.kept && !(await outbox.undo(new Set(act.marks.map((mark) => mark.uuid)), act.replaced))) return;
  early = early.filter((each) => each !== act);
  for (const { row, before } of act.rows) {
    choose(row, before);
    const older = act.replaced.find((mark) => `m-${mark.enrolment}` === row.radios[0].name);
    name(row, older?.uuid ?? "");
  }
  count();
}

form.addEventListener("change", (event) => {
  if (event.target.type === "radio") note([rows.find((row) => row.radios.includes(event.target))]);
});
undo?.addEventListener("click", takeBack);

const find = document.getElementById("find");
find?.addEventListener("input", () => {
  const words = fold(find.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of rows) {
    row.node.hidden = !words.every((word) => row.key.includes(word));
    found += row.node.hidden ? 0 : 1;
  }
  document.getElementById("none-found").hidden = found > 0;
});
find?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

const all = form.querySelector("[data-all]");
all?.addEventListener("click", (event) => {
  event.preventDefault();
  const open = rows.filter((row) => !chosen(row));
  if (!open.length || !window.confirm(all.dataset.question)) return;
  for (const row of open) row.radios[0].checked = true;
  note(open);
});

// What is on this telephone and not yet on the page: chosen before a reload, or sent since this copy was kept.
document.addEventListener("outbox", ({ detail }) => {
  outbox = detail;
  for (const act of early) keep(act);
  early = [];
  outbox.addEventListener("change", () => {
    const uuids = new Set(last?.marks.map((mark) => mark.uuid));
    if (undo) undo.hidden = !outbox.waiting.some((mark) => uuids.has(mark.uuid));
  });
  if (list.disabled) return;
  for (const mark of outbox.marks) {
    const row = mark.register === form.dataset.register && rows.find((each) => each.radios[0].name === `m-${mark.enrolment}`);
    if (!row) continue;
    choose(row, mark.status);
    name(row, mark.uuid);
  }
  count();
});

// Leaving with marks that are only here asks first; the queue keeps them all the same.
window.addEventListener("beforeunload", (event) => {
  const only = outbox ? outbox.waiting.length && (outbox.trouble || !navigator.onLine) : changed;
  if (only && !leaving) event.preventDefault();
});
form.addEventListener("submit", () => {
  // Without a network nothing leaves, and the marks are still only here.
  leaving = navigator.onLine;
  if (outbox) outbox.leaving = leaving;
});
window.addEventListener("pageshow", () => {
  leaving = false;
  if (outbox) outbox.leaving = false;
});
count();
