// Looks a municipality up while it is typed and adds it to the list below. Without this file one writes the names.
for (const form of document.querySelectorAll("form[data-places]")) {
  const list = form.querySelector('textarea[name$="places"]');
  if (!list) continue;
  const field = document.createElement("div");
  field.className = "field";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const options = document.createElement("datalist");
  options.id = `${list.id}_options`;
  input.id = `${list.id}_search`;
  input.type = "text";
  input.autocomplete = "off";
  input.setAttribute("list", options.id);
  label.htmlFor = input.id;
  label.textContent = form.dataset.label;
  field.append(label, input, options);
  list.closest(".field").before(field);

  const add = () => {
    const name = input.value.trim();
    if (![...options.children].some((option) => option.value === name)) return false;
    list.value = [...list.value.split("\n").filter((line) => line.trim()), name].join("\n");
    input.value = "";
    options.replaceChildren();
    return true;
  };
  let asked = 0;
  input.addEventListener("input", async () => {
    if (add() || input.value.trim().length < 2) return;
    const turn = ++asked;
    const query = new URLSearchParams({ country: form.dataset.country, q: input.value.slice(0, 80) });
    const answer = await fetch(`${form.dataset.places}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (turn !== asked || !answer?.ok) return;
    const { places } = await answer.json();
    options.replaceChildren(...places.map((place) => Object.assign(document.createElement("option"), { value: place.name })));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add();
    }
  });
}
