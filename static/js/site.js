// Comfort on top of plain forms. Without this file everything still works.
document.documentElement.classList.add("js");

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post" || form.target === "_blank") return;
  const leaves = form.dataset.unsent && navigator.onLine ? kept() : null;
  if (leaves?.unsent && !window.confirm(form.dataset.unsent)) {
    event.preventDefault();
    return;
  }
  // Without a network the browser would put its own error page in place of what was typed.
  if (!navigator.onLine) {
    event.preventDefault();
    sayOffline(form);
    return;
  }
  // A second press while the first is on its way is swallowed; the server would recognise it anyway.
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  if (leaves?.account) forget(leaves.account);
  setTimeout(() => form.removeAttribute("aria-busy"), 8000);
});

function sayOffline(form) {
  withdrawOffline();
  const notice = document.createElement("p");
  notice.className = "notice notice--warn";
  notice.id = "offline";
  notice.setAttribute("role", "alert");
  notice.textContent = document.body.dataset.offline;
  form.append(notice);
  notice.scrollIntoView({ block: "nearest" });
}

function withdrawOffline() {
  document.getElementById("offline")?.remove();
}

window.addEventListener("online", withdrawOffline);

// Coming back with the browser's arrow shows the page as it was left: free the forms.
window.addEventListener("pageshow", () => {
  document.querySelectorAll('form[aria-busy="true"]').forEach((form) => form.removeAttribute("aria-busy"));
});

// What this account left on the telephone goes when it signs out: at once, and at the next page what was still at work.
function kept() {
  try {
    return { ...JSON.parse(localStorage.getItem("phone")), gone: localStorage.getItem("phone-gone") };
  } catch {
    return {};
  }
}

async function forget(account) {
  localStorage.setItem("phone-gone", account);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("pages-")).map((name) => caches.delete(name)));
  return new Promise((done) => { indexedDB.deleteDatabase(`paralelo-${account}`).onsuccess = done; });
}

const { gone } = kept();
if (gone) forget(gone).then(() => ["phone", "phone-gone"].forEach((name) => localStorage.removeItem(name)));
