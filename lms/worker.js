// The part of the site that stays on a telephone. The site writes SITE before this: version, files, sheet, offline.
const SHELL = `shell-${SITE.version}`;
const SLOW = 4000;
const KEPT_FOR = 72 * 60 * 60 * 1000;
const PAGES = /^\/(hoy|listas)\//;
const ENTRANCE = /^\/(cuenta|entrar)\//;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    // Whoever comes in or goes out begins without what the one before had kept.
    if (ENTRANCE.test(pathname) && (request.method === "POST" || pathname.includes("/oidc/"))) {
      event.waitUntil(forgetPages());
    }
    if (PAGES.test(pathname)) event.respondWith(page(request));
  } else if (request.method === "GET" && SITE.files.includes(pathname)) {
    event.respondWith(file(request));
  }
});

async function install() {
  const cache = await caches.open(SHELL);
  // Without cookies: the page that says "no signal" is nobody's.
  await cache.addAll([...SITE.files, SITE.offline].map((url) => new Request(url, { credentials: "omit", cache: "no-cache" })));
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
}

async function forgetPages() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("pages-")).map((name) => caches.delete(name)));
}

async function file(request) {
  const cache = await caches.open(SHELL);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

// The network first; what is kept when there is none, when it is slower than patience, or when the site is unwell.
async function page(request) {
  const kept = request.method === "GET" ? await copyOf(request.url) : null;
  try {
    const answer = fetch(request);
    if (!kept) return await answer;
    const found = await Promise.race([answer, new Promise((_, refuse) => setTimeout(refuse, SLOW))]);
    return found.status >= 500 ? kept : found;
  } catch {
    return kept ?? (await (await caches.open(SHELL)).match(SITE.offline, { ignoreVary: true })) ?? Response.error();
  }
}

async function copyOf(address) {
  const url = new URL(address);
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-")) continue;
    const cache = await caches.open(name);
    const found = await cache.match(url.pathname, { ignoreVary: true });
    if (found && Date.now() - Date.parse(found.headers.get("date")) < KEPT_FOR) return found;
    if (found) await cache.delete(url.pathname, { ignoreVary: true });
  }
  return null;
}
