import type { Relation, Result } from "../sync/ports.js";
import type { GitHubClient } from "./client.js";
import { isFinal, problemToError } from "./domain-error.js";
import type { GraphqlProblem } from "./domain-error.js";
import { batch, relationPart } from "./issue-documents.js";

/** Relates issues by one request; what is so already counts as done. */
export async function relateIssues(
  client: GitHubClient,
  relations: readonly Relation[],
  id: (number: number) => string,
): Promise<readonly Result<undefined>[]> {
  const parts = relations.map((relation, at) => {
    const parent = "parent" in relation ? id(relation.parent) : "";
    return relationPart(at, relation, { issue: id(relation.issue), other: id(relation.other), parent });
  });
  const { document, variables } = batch("RelateIssues", parts);
  const { problems } = await client.mutate<unknown>("RelateIssues", document, variables);
  const passing = problems.find((problem) => !isFinal(problem));
  if (passing) throw problemToError(passing, "RelateIssues");
  return relations.map(({ kind }, at) => {
    const problem = problems.find(({ path }) => path?.[0] === `r${at}`);
    return problem && !isSoAlready(kind, problem)
      ? { ok: false, refusal: problem.message }
      : { ok: true, value: undefined };
  });
}

/** After an answer that was lost: GitHub refuses to note twice that an issue waits for another, or to forget it twice. */
function isSoAlready(kind: Relation["kind"], { type, message }: GraphqlProblem): boolean {
  return kind === "blocked-by"
    ? /already (?:been taken|exists|blocked)|duplicate/i.test(message)
    : kind === "not-blocked-by" && type === "NOT_FOUND";
}
