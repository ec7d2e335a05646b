// Suggests places while their name is typed (ARIA combobox: arrows, Enter, Escape). Without it one writes the name.
const PAUSE = 180; // ms between the last key and the question

function combobox(input, { choose }) {
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  box.className = "combobox";
  list.className = "combobox__list";
  list.id = `${input.id}_list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  input.before(box);
  box.append(input, list, said);

  let at = -1;
  let turn = 0;
  let timer;
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const move = (to) => {
    const options = [...list.children];
    if (list.hidden || !options.length) return;
    at = (to + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", index === at));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const take = (name) => {
    close();
    turn++;
    choose(name);
  };
  const show = (places) => {
    list.replaceChildren(
      ...places.map((place, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}_${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = place.name;
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(place.name));
        return option;
      }),
    );
    close();
    list.hidden = !places.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = places.length ? input.dataset.count.replace("{count}", places.length) : input.dataset.none;
  };
  const ask = async () => {
    const text = input.value.trim();
    const mine = ++turn;
    if (text.length < 2) return close();
    const query = new URLSearchParams({ country: input.dataset.country, q: text.slice(0, 80) });
    if (input.dataset.inside) query.set("inside", "1");
    const answer = await fetch(`${input.dataset.placeSearch}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (mine === turn && answer?.ok) show((await answer.json()).places);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at < 0 ? -1 : at - 1);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && at >= 0) list.children[at].click();
    else return;
    event.preventDefault();
  });
}

for (const input of document.querySelectorAll("input[data-place-search]")) {
  combobox(input, {
    choose: (name) => {
      input.value = name;
    },
  });
}

// A list of several: what is chosen is added to the box below, one name a line.
for (const form of document.querySelectorAll("form[data-places]")) {
  const list = form.querySelector('textarea[name$="places"]');
  if (!list) continue;
  const field = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  field.className = "field";
  input.id = `${list.id}_search`;
  input.type = "text";
  input.autocomplete = "off";
  Object.assign(input.dataset, { placeSearch: form.dataset.places, country: form.dataset.country, none: form.dataset.none, count: form.dataset.count });
  label.htmlFor = input.id;
  label.textContent = form.dataset.label;
  field.append(label, input);
  list.closest(".field").before(field);
  combobox(input, {
    choose: (name) => {
      const lines = list.value.split("\n").filter((line) => line.trim() && line !== name);
      list.value = [...lines, name].join("\n");
      input.value = "";
    },
  });
  // Enter in the search box must not send the form half filled in.
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
