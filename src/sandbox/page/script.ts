import { ACTIONS } from "./script-actions.js";

/**
 * Asks for the same page again and swaps the parts that changed, each marked `data-live` with an id. What a person has
 * opened stays open, and who they are stays chosen.
 */
const REFRESHING = `
const sign = document.querySelector(".live");
const LOGIN = "tickmark-sandbox-login";
const login = () => localStorage.getItem(LOGIN) ?? "writer";
const showLogin = () => {
  for (const one of document.querySelectorAll("select[data-login]")) one.value = login();
  for (const one of document.querySelectorAll("[data-login-name]")) one.textContent = login();
};
const swap = (now, next) => {
  const open = new Map([...now.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const ticked = new Map([...now.querySelectorAll("li.task")].map((one) => [one.id, one.className.includes("done")]));
  for (const one of next.querySelectorAll("details[id]")) if (open.has(one.id)) one.open = open.get(one.id);
  const focus = now.contains(document.activeElement) ? document.activeElement.id : "";
  now.replaceWith(next);
  for (const one of next.querySelectorAll("li.task"))
    if (ticked.has(one.id) && ticked.get(one.id) !== one.className.includes("done")) one.classList.add("fresh");
  if (focus) document.getElementById(focus)?.focus();
};
const seen = new Map([...document.querySelectorAll("[data-live]")].map((one) => [one.id, one.outerHTML]));
showLogin();
const refresh = async () => {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const next of page.querySelectorAll("[data-live]")) {
    const now = document.getElementById(next.id);
    const source = next.outerHTML;
    if (now && seen.get(next.id) !== source) swap(now, next);
    seen.set(next.id, source);
  }
  showLogin();
};
const look = async () => {
  try {
    if (!document.hidden) await refresh();
    sign.textContent = "live";
    sign.classList.remove("lost");
  } catch {
    sign.textContent = "the sandbox is gone";
    sign.classList.add("lost");
  }
  setTimeout(look, 1000);
};
setTimeout(look, 1000);
`;

/** The only script of every page. */
export const SCRIPT = REFRESHING + ACTIONS;
