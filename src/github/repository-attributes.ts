import type { MilestoneContent, ObservedMilestone } from "../core/model/issue.js";
import type { AttributePort, Result } from "../sync/ports.js";
import type { AttributeIds } from "./attribute-ids.js";
import type { GitHubClient } from "./client.js";
import { statusOf } from "./client.js";
import { isApp } from "./observed-issue.js";
import type { RepositoryAddress } from "./repository-address.js";

/** A milestone as REST answers it. */
interface MilestoneAnswer {
  readonly number: number;
  readonly node_id: string;
  readonly title: string;
  readonly description: string | null;
  readonly due_on: string | null;
  readonly state: string;
  readonly creator: { readonly type?: string; readonly login: string } | null;
}

/** People, types and milestones. GitHub makes and changes milestones by REST only. */
export function repositoryAttributes(
  client: GitHubClient,
  { owner, name }: RepositoryAddress,
  { ids, slug }: { readonly ids: AttributeIds; readonly slug: string },
): AttributePort {
  const repository = { owner, repo: name };
  const rest = client.octokit.rest.issues;
  const observe = (answer: MilestoneAnswer): Result<ObservedMilestone> => {
    ids.rememberMilestone(answer.number, answer.node_id);
    return { ok: true, value: toObserved(answer, slug) };
  };
  return {
    assignable: async (logins) => {
      const found = await ids.people(logins);
      return new Map(logins.map((login) => [login.toLowerCase(), found.has(login.toLowerCase())]));
    },
    types: async () => [...(await ids.types()).keys()],
    milestones: () => ids.listMilestones(),
    createMilestone: (content) =>
      client
        .write(
          "create a milestone",
          () => rest.createMilestone({ ...repository, title: content.title, ...toRest(content) }),
          1,
        )
        .then(({ data }) => observe(data), refusalOf),
    changeMilestone: (number, { due, ...change }) =>
      client
        .write("change a milestone", () =>
          rest.updateMilestone({
            ...repository,
            milestone_number: number,
            ...toRest(change),
            ...(due !== undefined && { due_on: dueOn(due) }),
          }),
        )
        .then(({ data }) => observe(data), refusalOf),
  };
}

function toRest({ title, description, due, isOpen }: Partial<MilestoneContent>) {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(due !== undefined && { due_on: dueOn(due) }),
    ...(isOpen !== undefined && { state: isOpen ? ("open" as const) : ("closed" as const) }),
  };
}

/**
 * GitHub keeps the day only, and cuts off the hours in its own zone, where midnight of UTC is still the day before:
 * noon is the same day for both. Octokit's types do not know that `null` takes the day away.
 */
function dueOn(day: string | null): string {
  return day === null ? (null as unknown as string) : `${day}T12:00:00Z`;
}

function toObserved(answer: MilestoneAnswer, slug: string): ObservedMilestone {
  const { creator } = answer;
  return {
    number: answer.number,
    title: answer.title,
    description: answer.description ?? "",
    due: answer.due_on?.slice(0, 10),
    isOpen: answer.state === "open",
    own: isApp(creator && { __typename: creator.type ?? "", login: creator.login }, slug),
  };
}

const REFUSED: ReadonlySet<number | undefined> = new Set([403, 404, 410, 422]);

function refusalOf(error: unknown): { readonly ok: false; readonly refusal: string } {
  if (!(error instanceof Error) || !REFUSED.has(statusOf(error))) throw error;
  return { ok: false, refusal: error.message };
}
