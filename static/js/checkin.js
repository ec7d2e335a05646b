// Arriving by code. Every page here works without this file: the screen renews itself, forms are sent as forms.
const RETRY = 5000;

// ------------------------------------------------------------ the screen in the hall
const screen = document.querySelector("[data-door]");
if (screen) {
  const away = document.querySelector("[data-away]");
  const full = document.querySelector("[data-full]");
  let next = setTimeout(renew, 2000);
  window.addEventListener("offline", () => (away.hidden = false));
  window.addEventListener("online", renew);

  async function renew() {
    clearTimeout(next);
    try {
      const answer = await fetch(screen.dataset.door, { redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      screen.innerHTML = await answer.text();
      away.hidden = true;
    } catch {
      away.hidden = false;
    }
    const left = Number(screen.querySelector("[data-next]")?.dataset.next ?? 5) * 1000;
    clearTimeout(next);
    next = setTimeout(renew, Math.min(RETRY, left + 200));
  }
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => document.body.requestFullscreen());
}

// ------------------------------------------------------------ "I am here", also when the signal comes back later
const here = document.querySelector("[data-here]");
if (here) {
  const waiting = here.querySelector("[data-waiting]");
  const over = here.querySelector("[data-over]");
  const until = Date.now() + Number(here.dataset.here) * 1000;
  let said = null;
  let busy = false;
  here.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    said = new FormData(here);
    if (event.submitter?.name) said.set(event.submitter.name, event.submitter.value);
    send();
  });
  window.addEventListener("online", () => said && send());

  async function send() {
    if (busy || !said) return;
    if (Date.now() > until) {
      waiting.hidden = true;
      over.hidden = false;
      return;
    }
    busy = true;
    try {
      const answer = await fetch(here.action, { method: "POST", body: said });
      if (answer.status >= 500) throw new Error(answer.status);
      const page = await answer.text();
      said = null;
      if (answer.redirected) location.assign(answer.url);
      else show(page, "#content");
    } catch {
      waiting.hidden = false;
      setTimeout(send, RETRY);
    } finally {
      busy = false;
    }
  }
}

// ------------------------------------------------------------ at the door
const receiving = document.getElementById("receiving");
if (receiving) {
  const away = document.querySelector("[data-away]");
  let busy = false;
  receiving.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    receive(event.target);
  });
  const field = () => receiving.querySelector("input[name=code]");
  field().focus();

  async function receive(form) {
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "error" });
      if (answer.status >= 500) throw new Error(answer.status);
      show(await answer.text(), "#receiving");
      away.hidden = true;
    } catch {
      away.hidden = false;
    } finally {
      busy = false;
    }
    field().focus();
    field().select();
  }

  const camera = document.querySelector("[data-camera]");
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    BarcodeDetector.getSupportedFormats().then((formats) => (camera.hidden = !formats.includes("qr_code")));
    camera.querySelector("[data-start]").addEventListener("click", () => watch().catch(refuse));
  }
  const refuse = () => (camera.querySelector("[data-refused]").hidden = false);

  async function watch() {
    const video = camera.querySelector("video");
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    camera.querySelector("[data-start]").hidden = true;
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    let last = "";
    let since = 0;
    setInterval(async () => {
      const [found] = await detector.detect(video).catch(() => []);
      // The same badge held still is read once.
      if (!found || busy || (found.rawValue === last && Date.now() - since < 4000)) return;
      [last, since] = [found.rawValue, Date.now()];
      field().value = found.rawValue.slice(0, 60);
      receive(receiving.querySelector("form"));
    }, 300);
  }
}

function show(page, part) {
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector(part);
  if (fresh) document.querySelector(part).replaceChildren(...fresh.childNodes);
  else location.reload();
}
