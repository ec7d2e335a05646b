// The sheet beside the form follows what is typed. Pictures chosen meanwhile come with saving.
const form = document.querySelector("form[data-picture]");
const sheets = [...document.querySelectorAll("img[data-which]")];
const PAUSE = 700;
let waiting = 0;
let asked = null;

function words() {
  const said = new FormData(form);
  for (const [name, value] of [...said]) if (value instanceof File) said.delete(name);
  return said;
}

const asData = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = failed;
  reader.readAsDataURL(blob);
});

async function draw(sheet, signal) {
  const address = new URL(sheet.dataset.address ??= sheet.src, location.href);
  const answer = await fetch(address, { method: "POST", body: words(), signal });
  // Something typed does not serve yet: the last sheet stays; saving says what it is.
  if (answer.ok) sheet.src = await asData(await answer.blob());
}

async function drawAll() {
  asked?.abort();
  asked = new AbortController();
  try {
    // One after the other: the server draws for others too.
    for (const sheet of sheets) await draw(sheet, asked.signal);
  } catch { /* typed on meanwhile, or no connection: the next letter asks again */ }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(drawAll, PAUSE);
});
