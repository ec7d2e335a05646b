// The roll as it is taken: sums that follow the thumb, a name found without accents, everybody present with a way back.
const form = document.querySelector(".roll-form");
const rows = [...form.querySelectorAll(".roll__row")].map((node) => ({
  node,
  key: fold(node.querySelector("legend").textContent),
  radios: [...node.querySelectorAll("input")],
}));
const sums = Object.fromEntries([...form.querySelectorAll("[data-sum]")].map((node) => [node.dataset.sum, node]));
let changed = false;

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function count() {
  const totals = { present: 0, late: 0, excused: 0, absent: 0, none: 0 };
  for (const row of rows) totals[row.radios.find((radio) => radio.checked)?.value ?? "none"] += 1;
  for (const [status, node] of Object.entries(sums)) node.textContent = totals[status];
}

form.addEventListener("change", (event) => {
  if (event.target.type !== "radio") return;
  changed = true;
  count();
});

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
  const open = rows.filter((row) => !row.radios.some((radio) => radio.checked));
  if (!open.length || !window.confirm(all.dataset.question)) return;
  for (const row of open) row.radios[0].checked = true;
  changed = true;
  count();
  offerUndo(open);
});

function offerUndo(marked) {
  const toast = document.createElement("p");
  toast.className = "notice notice--ok";
  toast.setAttribute("role", "status");
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "button button--small";
  undo.textContent = all.dataset.undo;
  undo.addEventListener("click", () => {
    for (const row of marked) row.radios[0].checked = false;
    count();
    toast.remove();
    all.focus();
  });
  toast.append(all.dataset.done, " ", undo);
  form.querySelector(".roll-bar").after(toast);
}

// Leaving with marks that were not kept asks first.
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
form.addEventListener("submit", () => {
  // Without a network nothing leaves, and the marks are still only here.
  changed = !navigator.onLine && changed;
});
