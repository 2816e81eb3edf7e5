import type { AttributeEvent, ObservedIssue, ObservedMilestone } from "../../src/core/model/issue.js";
import type { AttributePort, Relation, Result } from "../../src/sync/ports.js";

type Answer = <T>(operation: string, act: () => T) => Promise<T>;

/** What issues of a repository in memory can be given, and how they stand to each other. */
export class MemoryAttributes {
  readonly milestones = new Map<number, ObservedMilestone>();
  /** Logins in small letters. */
  readonly assignable = new Set<string>();
  readonly types: string[] = [];
  /** `2 waits for 1` is `[2, 1]`. */
  readonly dependencies: (readonly [issue: number, on: number])[] = [];
  /** Sub-issues in the order in which they are shown, by the number of their parent. */
  readonly children = new Map<number, readonly number[]>();
  /** Why GitHub makes no milestone; undefined: it does. */
  refusal: string | undefined;

  port(answer: Answer): AttributePort {
    return {
      assignable: (logins) =>
        answer("assignable", () => new Map(logins.map((login) => [login, this.assignable.has(login)]))),
      types: () => answer("types", () => this.types),
      milestones: () => answer("milestones", () => [...this.milestones.values()]),
      createMilestone: (content) =>
        answer("createMilestone", () => {
          if (this.refusal !== undefined) return { ok: false, refusal: this.refusal };
          if ([...this.milestones.values()].some(({ title }) => title === content.title))
            return { ok: false, refusal: "title already_exists" };
          return this.#put({ ...content, number: this.milestones.size + 1, own: true });
        }),
      changeMilestone: (number, { due, ...change }) =>
        answer("changeMilestone", () => {
          const milestone = this.milestones.get(number);
          if (!milestone) return { ok: false, refusal: "Not Found" };
          return this.#put({ ...milestone, ...change, ...(due !== undefined && { due: due ?? undefined }) });
        }),
    };
  }

  relate(relation: Relation): Result<undefined> {
    const { kind, issue, other } = relation;
    const at = this.dependencies.findIndex(([one, on]) => one === issue && on === other);
    if (kind === "blocked-by" && at < 0) this.dependencies.push([issue, other]);
    if (kind === "not-blocked-by" && at >= 0) this.dependencies.splice(at, 1);
    if ("parent" in relation) {
      const siblings = this.children.get(relation.parent) ?? [];
      if (!siblings.includes(issue) || !siblings.includes(other))
        return { ok: false, refusal: "The provided sub-issue does not exist" };
      const others = siblings.filter((sibling) => sibling !== issue);
      others.splice(others.indexOf(other) + (kind === "behind" ? 1 : 0), 0, issue);
      this.children.set(relation.parent, others);
    }
    return { ok: true, value: undefined };
  }

  /** A new sub-issue is shown behind the others. */
  setParent(issue: number, parent: number | undefined): void {
    for (const [former, children] of this.children)
      if (children.includes(issue))
        this.children.set(
          former,
          children.filter((child) => child !== issue),
        );
    if (parent !== undefined) this.children.set(parent, [...(this.children.get(parent) ?? []), issue]);
  }

  /** What the timeline tells of a change. */
  events(
    before: ObservedIssue,
    change: Partial<ObservedIssue>,
    event: Omit<AttributeEvent, "change">,
  ): readonly AttributeEvent[] {
    const changes: AttributeEvent["change"][] = [];
    if ("milestone" in change && change.milestone !== before.milestone) {
      const title = change.milestone === undefined ? undefined : this.milestones.get(change.milestone)?.title;
      changes.push({ what: "milestone", title });
    }
    if ("type" in change && change.type !== before.type) changes.push({ what: "type" });
    const { assignees = before.assignees } = change;
    for (const login of assignees.filter((each) => !before.assignees.includes(each)))
      changes.push({ what: "assignee", login, isAssigned: true });
    for (const login of before.assignees.filter((each) => !assignees.includes(each)))
      changes.push({ what: "assignee", login, isAssigned: false });
    return changes.map((each, at) => ({ ...event, id: `${event.id}a${at}`, change: each }));
  }

  #put(milestone: ObservedMilestone): Result<ObservedMilestone> {
    this.milestones.set(milestone.number, milestone);
    return { ok: true, value: milestone };
  }
}
