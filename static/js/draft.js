// Keeps what was chosen in a quiz until it is sent: a session that ends meanwhile loses nothing.
const forms = document.querySelectorAll("form[data-draft]");

const nameOf = (form) => `draft:${form.dataset.draft}`;
const chosen = (form) => Object.fromEntries([...new FormData(form)].filter(([name]) => name.startsWith("q-")));

function keep(form) {
  try {
    sessionStorage.setItem(nameOf(form), JSON.stringify({ round: form.dataset.draftRound, answers: chosen(form) }));
  } catch { /* private browsing or no room: the form works without */ }
}

function bringBack(form) {
  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(nameOf(form)) ?? "null");
  } catch { /* unreadable: nothing to bring back */ }
  if (!draft) return;
  // Another round has begun: those answers arrived.
  if (draft.round !== form.dataset.draftRound) {
    sessionStorage.removeItem(nameOf(form));
    return;
  }
  for (const [name, value] of Object.entries(draft.answers)) {
    const input = form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (input) input.checked = true;
  }
}

for (const form of forms) {
  if (!("draftBound" in form.dataset)) bringBack(form);
  form.addEventListener("change", () => keep(form));
}
