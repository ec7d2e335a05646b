// The trainer's telephone: the queue of marks it has not handed over yet, and the pages that open without a network.
// A queue belongs to one account. A mark leaves it when the site said that it was kept, or when somebody discards it.
const place = document.getElementById("phone");
const { account } = place.dataset;
const words = JSON.parse(document.getElementById("phone-words").textContent);
const { sync, kit, worker, cookie } = words;
const GRACE = 5000; // while it can still be undone without a trace
const BATCH = 200;
const LISTS = 10;
const PATIENCE = 20_000;
const KEPT_FOR = 72 * 60 * 60 * 1000;
const PAUSES = [5, 15, 60, 300];
const here = location.pathname;

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const finished = (work) => new Promise((resolve, reject) => {
  work.oncomplete = resolve;
  work.onerror = work.onabort = () => reject(work.error);
});

class Outbox extends EventTarget {
  marks = [];
  facts = {};
  trouble = "";
  tries = 0;
  lastAt = 0;

  static async open() {
    const asked = indexedDB.open(`paralelo-${account}`, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("marks", { keyPath: "n", autoIncrement: true });
      asked.result.createObjectStore("facts");
    };
    const outbox = new Outbox();
    outbox.store = await settled(asked);
    // Signing out deletes the store: whoever holds it lets go.
    outbox.store.onversionchange = () => outbox.store.close();
    outbox.tabs = new BroadcastChannel(`paralelo-${account}`);
    outbox.tabs.onmessage = () => outbox.read();
    await outbox.read();
    return outbox;
  }

  get waiting() {
    return this.marks.filter((mark) => !mark.sent && !mark.refused);
  }

  get refused() {
    return this.marks.filter((mark) => mark.refused);
  }

  async read() {
    const work = this.store.transaction(["marks", "facts"]);
    const facts = work.objectStore("facts");
    this.marks = await settled(work.objectStore("marks").getAll());
    this.facts = { skew: await settled(facts.get("skew")), last: await settled(facts.get("last")) };
    const unsent = this.waiting.length + this.refused.length;
    localStorage.setItem("phone", JSON.stringify({ account, unsent }));
    this.dispatchEvent(new Event("change"));
  }

  // One change of the store, then everybody looks at it anew.
  async change(write) {
    const work = this.store.transaction(["marks", "facts"], "readwrite");
    const done = finished(work);
    const result = await write(work.objectStore("marks"), work.objectStore("facts"));
    await done;
    await this.read();
    this.tabs.postMessage("");
    return result;
  }

  // Keep decisions; one about a person whose earlier one has not left takes its place. Returns what was replaced.
  async add(marks) {
    for (const mark of marks) mark.at ??= this.lastAt = Math.max(Date.now(), this.lastAt + 1);
    const told = new Set(marks.map((mark) => `${mark.register} ${mark.enrolment}`));
    const replaced = await this.change(async (store) => {
      const older = (await settled(store.getAll())).filter((mark) => told.has(`${mark.register} ${mark.enrolment}`));
      for (const mark of older) store.delete(mark.n);
      for (const mark of marks) store.add(mark);
      return older;
    });
    navigator.storage.persist?.().catch(() => {});
    this.later(GRACE + 50);
    return replaced;
  }

  // Take decisions back that have not left, and put what they replaced in their place. False when one has left.
  undo(uuids, replaced) {
    return this.alone(() => this.change(async (store) => {
      const mine = (await settled(store.getAll())).filter((mark) => uuids.has(mark.uuid) && !mark.sent);
      if (mine.length < uuids.size) return false;
      for (const mark of mine) store.delete(mark.n);
      for (const mark of replaced) store.put(mark);
      return true;
    }));
  }

  discardRefused() {
    return this.change(async (store) => {
      for (const mark of this.refused) store.delete(mark.n);
    });
  }

  alone(work) {
    return navigator.locks.request(`paralelo-${account}`, work);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // Hand over what is due: after the grace, or with ``now`` everything, with ``again`` also what was refused.
  send({ now = false, again = false } = {}) {
    return this.alone(async () => {
      const asked = new Set();
      for (;;) {
        await this.read();
        const due = this.due(now || again, again).filter((mark) => !asked.has(mark.uuid));
        if (!due.length) break;
        for (const mark of due) asked.add(mark.uuid);
        const answer = await this.post(due);
        if (!answer) {
          this.later(1000 * PAUSES[Math.min(this.tries++, PAUSES.length - 1)]);
          return false;
        }
        this.tries = 0;
        await this.take(answer);
      }
      if (this.waiting.length) this.later(GRACE);
      return true;
    });
  }

  due(now, again) {
    const old = (mark) => now || Math.abs(Date.now() - mark.at) >= GRACE;
    const due = this.marks.filter((mark) => !mark.sent && (again || !mark.refused) && old(mark)).slice(0, BATCH);
    const lists = new Set([...new Set(due.map((mark) => mark.register))].slice(0, LISTS));
    return due.filter((mark) => lists.has(mark.register));
  }

  // The site's answer, or null with ``trouble`` saying why there is none.
  async post(marks, again = true) {
    const began = Date.now();
    const body = {
      account, now: began, skew: this.facts.skew ?? null,
      marks: marks.map(({ uuid, register, enrolment, status, at }) => ({ uuid, register, enrolment, status, decided_at: at })),
    };
    try {
      if (!token()) await this.learn();
      const answer = await fetch(sync, {
        method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE), keepalive: marks.length < BATCH,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      });
      // The token of another entrance: the site gives a new one, and the marks go once more.
      if (answer.status === 403 && again && await this.learn()) return await this.post(marks, false);
      const said = await answer.json().catch(() => ({ problem: words.unwell }));
      this.trouble = answer.ok ? "" : said.problem;
      this.signIn = said.sign_in;
      if (!answer.ok) return this.fail(this.trouble);
      this.compare(said.now, began);
      return said;
    } catch {
      return this.fail(words.away);
    }
  }

  fail(trouble) {
    this.trouble = trouble;
    this.dispatchEvent(new Event("change"));
    return null;
  }

  // What leaves the queue stays as "sent" until the page kept on this telephone knows of it: see ``keepPages``.
  async take(answer) {
    const said = new Map(answer.marks.map((mark) => [mark.uuid, mark]));
    await this.change(async (store, facts) => {
      for (const mark of await settled(store.getAll())) {
        const word = said.get(mark.uuid);
        if (word?.kept) store.put({ ...mark, refused: "", sent: Date.now() });
        else if (word) store.put({ ...mark, refused: word.why });
      }
      facts.put(Date.now(), "last");
    });
    this.dispatchEvent(new Event("taken"));
  }

  forgetSent(gone) {
    return this.change(async (store) => {
      for (const mark of await settled(store.getAll())) if (mark.sent && gone(mark)) store.delete(mark.n);
    });
  }

  // How much this clock has to add. A new measure replaces the old one only when the clock was really changed.
  compare(theirs, began) {
    const way = (Date.now() - began) / 2;
    const skew = Math.round(theirs - began - way);
    if (Math.abs(skew - (this.facts.skew ?? Infinity)) <= 2000 + way) return;
    this.change(async (_marks, facts) => facts.put(skew, "skew"));
  }

  // Ask what to keep; with it comes the token for sending. Null when there is no network or nobody is signed in.
  async learn() {
    const began = Date.now();
    try {
      const answer = await fetch(kit, { signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) return null;
      const found = await answer.json();
      if (found.account !== account) return null;
      this.compare(found.now, began);
      return found;
    } catch {
      return null;
    }
  }
}

function token() {
  return document.cookie.split("; ").find((each) => each.startsWith(`${cookie}=`))?.slice(cookie.length + 1) ?? "";
}

const registerOf = (path) => path.split("/").at(-2);

// Fetch what is missing of today's and tomorrow's pages, this page always, and drop whatever is no longer to be kept.
async function keepPages(outbox) {
  const found = await outbox.learn();
  if (!found) return;
  const mine = `pages-${account}`;
  for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== mine) await caches.delete(name);
  const cache = await caches.open(mine);
  for (const copy of await cache.keys()) if (!found.pages.includes(new URL(copy.url).pathname)) await cache.delete(copy);
  const lists = new Set(found.pages.map(registerOf));
  await outbox.forgetSent((mark) => !lists.has(mark.register));
  for (const page of found.pages) {
    if (page !== here && await isFresh(await cache.match(page, { ignoreVary: true }))) continue;
    const began = Date.now();
    const copy = await fetch(`${page}?telefono`, { redirect: "error" }).catch(() => null);
    if (!copy?.ok) continue;
    await cache.put(page, copy);
    await outbox.forgetSent((mark) => mark.register === registerOf(page) && mark.sent < began);
  }
}

const FRESH = 5 * 60 * 1000;
const isFresh = async (copy) => copy && Date.now() - Date.parse(copy.headers.get("date")) < FRESH;

const part = (name) => place.querySelector(`[data-phone="${name}"]`);
const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

function line(mark) {
  return [moment(mark.at), mark.list, mark.name, words[mark.status], mark.refused, mark.uuid].filter(Boolean).join(" · ");
}

function show(outbox) {
  const waiting = outbox.waiting.length;
  const left = [...outbox.refused, ...outbox.waiting];
  const refused = outbox.refused.length;
  const counted = waiting ? words.waiting.replace("{n}", waiting) : words.unkept.replace("{n}", refused);
  part("count").textContent = left.length ? counted : words.nothing;
  part("count").classList.toggle("badge--warn", left.length > 0);
  part("count").classList.toggle("badge--ok", !left.length);
  const always = document.querySelector("[data-phone-count]");
  if (always) always.textContent = counted;
  if (always) always.hidden = !left.length;
  part("last").textContent = outbox.facts.last ? words.last.replace("{when}", moment(outbox.facts.last)) : "";
  part("trouble").textContent = waiting ? (navigator.onLine ? outbox.trouble : words.away) : "";
  part("sign-in").hidden = !outbox.signIn;
  part("send").hidden = !left.length;
  part("more").hidden = !left.length;
  part("discard").hidden = !refused;
  // What was not kept is never only a number: it opens by itself, with the reason beside each mark.
  if (refused && !part("refused").textContent) part("more").open = true;
  part("refused").textContent = refused ? words.refused.replace("{n}", refused) : "";
  part("text").value = left.map(line).join("\n");
}

function wire(outbox) {
  part("sign-in").firstElementChild.search = new URLSearchParams({ next: here });
  outbox.addEventListener("change", () => show(outbox));
  part("send").addEventListener("click", () => outbox.send({ again: true }));
  part("copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(part("text").value).catch(() => part("text").select());
  });
  part("download").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([part("text").value], { type: "text/plain" }));
    link.download = `${words.file}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  part("discard").addEventListener("click", (event) => {
    if (window.confirm(event.target.dataset.question)) outbox.discardRefused();
  });
  window.addEventListener("offline", () => show(outbox));
  window.addEventListener("online", () => outbox.send({ now: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !outbox.leaving && outbox.waiting.length) outbox.send({ now: true });
  });
  let copying = null;
  outbox.addEventListener("taken", () => {
    clearTimeout(copying);
    copying = setTimeout(() => keepPages(outbox), 1500);
  });
}

async function begin() {
  const outbox = await Outbox.open();
  place.hidden = false;
  wire(outbox);
  show(outbox);
  // A page that came from the site shows what arrived; a kept one is completed with what was sent since.
  const live = !place.dataset.kept;
  await outbox.forgetSent((mark) => Date.now() - mark.sent > KEPT_FOR || (live && mark.register === registerOf(here)));
  document.dispatchEvent(new CustomEvent("outbox", { detail: outbox }));
  await outbox.send();
  await navigator.serviceWorker?.register(worker);
  await keepPages(outbox);
}

if (window.isSecureContext && window.indexedDB && navigator.locks && account) {
  // A browser that keeps nothing: the form works without.
  begin().catch(() => {});
}
