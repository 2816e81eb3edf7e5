/**
 * The only script: asks for the same page again and swaps the parts that changed, each marked `data-live` with an id.
 * What a person has opened stays open. Buttons marked `data-patch` and the
 * choices of a board send what they say, as the writer.
 */
export const SCRIPT = `
const sign = document.querySelector(".live");
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
const send = async (control, method, url, body) => {
  control.disabled = true;
  const told = document.getElementById("told");
  try {
    const headers = { authorization: "token sandbox-writer", "content-type": "application/json" };
    const answer = await fetch(url, { method, headers, body });
    const text = await answer.text();
    const isDone = answer.ok && !text.includes('"errors"');
    told.textContent = isDone ? "Done. The app follows in a moment." : "GitHub refused: " + text;
    await refresh();
  } catch {
    told.textContent = "The sandbox does not answer.";
  }
  control.disabled = false;
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-patch]");
  if (button) void send(button, "PATCH", button.dataset.url, button.dataset.patch);
});
const MOVE =
  "mutation($project: ID!, $item: ID!, $field: ID!, $option: String!) {" +
  " updateProjectV2ItemFieldValue(input: {projectId: $project, itemId: $item, fieldId: $field," +
  " value: {singleSelectOptionId: $option}}) { clientMutationId } }";
document.addEventListener("change", (event) => {
  const choice = event.target.closest("select[data-item]");
  if (!choice || choice.value === "") return;
  const { project, field } = choice.closest("[data-project]").dataset;
  const variables = { project, field, item: choice.dataset.item, option: choice.value };
  void send(choice, "POST", "/api/graphql", JSON.stringify({ query: MOVE, variables }));
});
`;
