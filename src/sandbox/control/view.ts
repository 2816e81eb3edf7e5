import { headOid } from "../git/refs.js";
import { listTree } from "../git/trees.js";
import type { FileView, IssueView, LoginView, RepositoryView, SandboxView } from "../view.js";
import type { Deliveries } from "../webhooks/deliveries.js";
import type { Issue, Repository, TimelineEvent } from "../world/model.js";
import type { World } from "../world/world.js";
import { fullName, storeOf } from "../world/world.js";
import type { Faults } from "./faults.js";
import type { RequestLog } from "./request-log.js";
import { viewBoards } from "./view-boards.js";
import { viewCommits } from "./view-commits.js";
import { viewComment, viewPulls } from "./view-pulls.js";

const SHOWN = 200;

/** What the page is about. */
interface Shown {
  readonly world: World;
  readonly log: RequestLog;
  readonly deliveries: Deliveries;
  readonly faults: Faults;
}

/** The world as the page shows it. */
export function viewSandbox({ world, log, deliveries, faults }: Shown): SandboxView {
  return {
    url: world.baseUrl,
    logins: viewLogins(world),
    repositories: [...world.state.repositories.values()].map((repository) =>
      viewRepository(world, repository),
    ),
    boards: viewBoards(world),
    requests: log.summary().requests.slice(-SHOWN),
    deliveries: deliveries
      .list()
      .slice(0, SHOWN)
      .reverse()
      .map(({ guid, event, action, deliveredAt, status, statusCode }) => ({
        guid,
        event,
        action: action ?? null,
        deliveredAt,
        status,
        statusCode,
      })),
    faults: faults.list().map((fault) => ({
      kind: String(fault["kind"]),
      left: typeof fault["left"] === "number" ? fault["left"] : null,
    })),
  };
}

function viewLogins(world: World): LoginView[] {
  return [...world.state.roles].map(([account, role]) => {
    const teams = world.state.teams
      .filter((team) => team.members.includes(account))
      .map((team) => `team ${team.slug}`);
    return {
      login: account.login,
      token: `sandbox-${account.login}`,
      role: [role === "none" ? "no access" : role, ...teams].join(", "),
    };
  });
}

function viewRepository(world: World, repository: Repository): RepositoryView {
  return {
    nameWithOwner: fullName(repository),
    defaultBranch: repository.defaultBranch,
    wantsPulls: repository.rules.some(
      ({ branch, requiresPullRequest }) => requiresPullRequest && branch === repository.defaultBranch,
    ),
    milestones: repository.milestones.map(({ number, title, description, state, dueOn }) => ({
      ...{ number, title, state, dueOn },
      description: description ?? "",
    })),
    get files() {
      return viewFiles(world, repository);
    },
    get issues() {
      return [...repository.issues.values()].filter((issue) => issue.pull === null).map(viewIssue);
    },
    get pulls() {
      return viewPulls(world, repository);
    },
    get commits() {
      return viewCommits(world, repository);
    },
  };
}

function viewFiles(world: World, repository: Repository): FileView[] {
  const head = headOid(repository);
  if (head === undefined) return [];
  const store = storeOf(world, repository);
  return listTree(store, store.readCommit(head).tree, true)
    .filter((entry) => entry.mode.startsWith("100"))
    .map((entry) => ({ path: entry.path, bytes: store.readBlob(entry.oid) }))
    .filter(({ bytes }) => !bytes.subarray(0, 8000).includes(0))
    .map(({ path, bytes }) => ({ path, text: bytes.toString("utf8") }));
}

function viewIssue(issue: Issue): IssueView {
  const events = issue.timeline.map((event) => ({
    event: event.event,
    actor: event.actor.login,
    createdAt: event.createdAt,
    detail: describeEvent(event),
  }));
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state,
    stateReason: issue.stateReason,
    author: issue.author.login,
    createdAt: issue.createdAt,
    labels: issue.labels.map((label) => label.name),
    assignees: issue.assignees.map((account) => account.login),
    type: issue.type?.name ?? null,
    milestone: issue.milestone?.title ?? null,
    blockedBy: issue.blockedBy
      .filter((other) => other.repository === issue.repository)
      .map((other) => other.number),
    parent: issue.parent?.repository === issue.repository ? issue.parent.number : null,
    subIssues: issue.subIssues
      .filter((child) => child.repository === issue.repository)
      .map((child) => child.number),
    comments: issue.comments.map(viewComment),
    timeline: events,
  };
}

function describeEvent(event: TimelineEvent): string {
  if (event.rename !== undefined) return event.rename.to;
  if (event.other !== undefined) return `#${event.other.number}`;
  if (event.project !== undefined)
    return event.status === undefined ? event.project.title : `${event.status.from} → ${event.status.to}`;
  const type = event.type ?? event.previousType;
  return (
    event.label?.name ??
    event.assignee?.login ??
    event.milestoneTitle ??
    type?.name ??
    event.stateReason ??
    ""
  );
}
