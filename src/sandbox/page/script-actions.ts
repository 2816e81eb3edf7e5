/**
 * Sends what people do, with the token of whoever they chose to be: buttons and forms marked `data-send`, boxes of files
 * and issues, and forms that write a file (`data-write`, `data-edit`, `data-pull`), which on GitHub take several requests.
 * Files are kept as one character for each byte, so that a tick changes one byte whatever the others are.
 */
export const ACTIONS = `
const told = document.getElementById("told");
let hush;
const tell = (text, isBad) => {
  told.textContent = text;
  told.className = isBad ? "refused" : "";
  clearTimeout(hush);
  hush = setTimeout(() => (told.textContent = ""), isBad ? 15000 : 5000);
};
const reasonOf = (value, status) => {
  const errors = (value?.errors ?? []).map((one) => (typeof one === "string" ? one : (one.message ?? one.code)));
  return [value?.message ?? (errors.length ? "" : "status " + status), ...errors].filter(Boolean).join(": ");
};
const ask = async (method, url, body) => {
  const headers = { authorization: "token sandbox-" + login(), "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(url, { method, headers, cache: "no-store", ...sent });
  const text = await answer.text();
  const value = text === "" ? undefined : JSON.parse(text);
  if (!answer.ok || value?.errors) throw Object.assign(new Error(reasonOf(value, answer.status)), { status: answer.status });
  return value;
};
const perform = async (control, work) => {
  control.disabled = true;
  try {
    await work();
    tell("Done. The app follows in a moment.", false);
    await refresh();
  } catch (error) {
    tell(error.status ? "GitHub refused: " + error.message : "That did not work: " + error.message, true);
  }
  control.disabled = false;
};

const toBytes = (text) => [...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join("");
const toText = (bytes) =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0)));
const readFile = async (url, branch) => {
  try {
    const { sha, content } = await ask("GET", url + "?ref=" + encodeURIComponent(branch));
    return { sha, bytes: atob(content.replace(/\\s/g, "")) };
  } catch (error) {
    if (error.status === 404) return { bytes: "" };
    throw error;
  }
};
const writeFile = async (url, branch, message, change) => {
  const { sha, bytes } = await readFile(url, branch);
  await ask("PUT", url, { branch, message, sha, content: btoa(change(bytes)) });
};
const addLine = (line) => (bytes) => bytes + (bytes === "" || bytes.endsWith("\\n") ? "" : "\\n") + toBytes(line) + "\\n";
const turnBox = (number) => (text) => {
  const lines = text.split(/(\\r\\n|\\n|\\r)/);
  const line = lines[(number - 1) * 2] ?? "";
  const turned = line.replace(/\\[([ \\txX])\\]/, (_, mark) => (/x/i.test(mark) ? "[ ]" : "[x]"));
  if (turned === line) throw new Error("there is no box on that line any more");
  lines[(number - 1) * 2] = turned;
  return lines.join("");
};
const turn = async (box, wasTicked) => {
  const line = Number(box.dataset.line);
  const file = box.closest("[data-file]");
  if (file) {
    const message = wasTicked ? "Open a box again" : "Tick a box";
    await writeFile(file.dataset.file, file.dataset.branch, message, turnBox(line));
    return;
  }
  const { bodyOf } = box.closest("[data-body-of]").dataset;
  const { body } = await ask("GET", bodyOf);
  await ask("PATCH", bodyOf, { body: turnBox(line)(body) });
};

let before;
const openEditor = async (form) => {
  try {
    before = await readFile(form.dataset.edit, form.dataset.branch);
    form.elements.text.value = toText(before.bytes);
  } catch (error) {
    tell("This file cannot be edited here: " + error.message, true);
  }
};
const saveEditor = async (form) => {
  const text = form.elements.text.value.replace(/\\n/g, before.bytes.includes("\\r\\n") ? "\\r\\n" : "\\n");
  const { sha } = before;
  const { edit, branch } = form.dataset;
  try {
    await ask("PUT", edit, { branch, sha, message: form.elements.message.value, content: btoa(toBytes(text)) });
  } catch (error) {
    if (error.status === 409) error.message = "the file changed since you opened it. Choose Edit again.";
    throw error;
  }
  // What was edited is old as soon as the app answers: the next edit starts from the file as it will be then.
  document.querySelector(".tabs > input").click();
};
const openPull = async (form) => {
  const { pull: url, base, page } = form.dataset;
  const { title, body, branch, path, line } = Object.fromEntries(new FormData(form));
  const { object } = await ask("GET", url + "git/ref/heads/" + base);
  await ask("POST", url + "git/refs", { ref: "refs/heads/" + branch, sha: object.sha });
  await writeFile(url + "contents/" + encodeURI(path), branch, title, addLine(line));
  const { number } = await ask("POST", url + "pulls", { title, body, base, head: branch });
  location.assign(page + number);
};
const pushLine = async (form) => {
  const { path, message, line } = Object.fromEntries(new FormData(form));
  await writeFile(form.dataset.write + encodeURI(path), form.dataset.branch, message, addLine(line));
};
const sendForm = async (form, submitter) => {
  const { send, url } = form.dataset;
  await ask(send, url, Object.fromEntries(new FormData(form, submitter)));
  form.reset();
  showLogin();
};

const MOVE =
  "mutation($project: ID!, $item: ID!, $field: ID!, $option: String!) {" +
  " updateProjectV2ItemFieldValue(input: {projectId: $project, itemId: $item, fieldId: $field," +
  " value: {singleSelectOptionId: $option}}) { clientMutationId } }";
const moveItem = async (choice) => {
  const { project, field } = choice.closest("[data-project]").dataset;
  const variables = { project, field, item: choice.dataset.item, option: choice.value };
  await ask("POST", "/api/graphql", { query: MOVE, variables });
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-send]");
  if (button) {
    const { send, url, body } = button.dataset;
    void perform(button, () => ask(send, url, JSON.parse(body)));
  }
  const box = event.target.closest("input[data-line]");
  if (box) {
    // The box shows what the file says, not what was asked for.
    event.preventDefault();
    const wasTicked = !box.checked;
    void perform(box, () => turn(box, wasTicked));
  }
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const button = event.submitter;
  const { send, edit, pull } = form.dataset;
  const work = send ? sendForm : edit ? saveEditor : pull ? openPull : pushLine;
  void perform(button, () => work(form, button));
});
document.addEventListener("change", (event) => {
  const control = event.target;
  if (control.matches("select[data-login]")) {
    localStorage.setItem(LOGIN, control.value);
    showLogin();
  }
  if (control.matches("select[data-item]") && control.value !== "") void perform(control, () => moveItem(control));
  if (control.id === "tab-edit") void openEditor(document.querySelector("form[data-edit]"));
});
`;
