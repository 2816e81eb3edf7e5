import type { BoardView, LoginView, RepositoryView } from "../view.js";
import { live } from "./layout.js";
import { markup, type Markup } from "./markup.js";

/** What stands around a repository. */
export interface Surroundings {
  readonly boards: readonly BoardView[];
  readonly logins: readonly LoginView[];
}

/** The parts of a repository, as on GitHub, and the boards of its owner. */
export function renderRepositoryNav(
  repository: RepositoryView,
  { boards }: Surroundings,
  here: "overview" | "pulls" | "milestones",
): Markup {
  const { nameWithOwner, pulls, milestones } = repository;
  const base = `/${nameWithOwner}`;
  const owner = nameWithOwner.split("/")[0];
  const open = pulls.filter(({ state }) => state === "open").length;
  const dashboard = repository.issues.find(({ state, body }) => state === "open" && body.includes(DASHBOARD));
  const links = [
    { href: base, text: "Checklists and issues", isHere: here === "overview" },
    { href: `${base}/pulls`, text: `Pull requests (${open})`, isHere: here === "pulls" },
    { href: `${base}/milestones`, text: `Milestones (${milestones.length})`, isHere: here === "milestones" },
    ...boards
      .filter((board) => board.owner === owner)
      .map(({ path, title }) => ({ href: path, text: `Board: ${title}`, isHere: false })),
    ...(dashboard === undefined
      ? []
      : [
          {
            href: `${base}/issues/${dashboard.number}`,
            text: `Dashboard: ${dashboard.title}`,
            isHere: false,
          },
        ]),
  ];
  const shown = links.map(({ href, text, isHere }) =>
    isHere
      ? markup`<a href="${href}" aria-current="page">${text}</a>`
      : markup`<a href="${href}">${text}</a>`,
  );
  return live("parts", markup`<nav class="parts" aria-label="In ${nameWithOwner}">${shown}</nav>`);
}

/** As a person would know it: by what stands in its text. */
const DASHBOARD = "<!-- tickmark:dashboard -->";
