// Fetches the part of the page that changes every few seconds. Without it the page says the same, and reloads itself.

const EVERY_MS = 5_000;

const live = document.querySelector("[data-refresh-from]");
let shown = "";

async function refresh() {
  const answer = await fetch(live.dataset.refreshFrom, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  const fragment = await answer.text();
  if (fragment !== shown && !someoneIsReading()) {
    const held = document.activeElement?.getAttribute("href");
    live.innerHTML = fragment;
    shown = fragment;
    if (held) live.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
}

// Text that is being selected must not vanish under the pointer.
function someoneIsReading() {
  const selection = document.getSelection();
  return selection && !selection.isCollapsed && live.contains(selection.anchorNode);
}

async function keepFresh() {
  if (!document.hidden) {
    try {
      await refresh();
      document.body.classList.remove("stale");
    } catch {
      document.body.classList.add("stale");
    }
  }
  setTimeout(keepFresh, EVERY_MS);
}

setTimeout(keepFresh, EVERY_MS);
