/** A commit with the check suites of this app, of which there is one for each push. */
export interface SuitesNode {
  readonly checkSuites: {
    readonly nodes: readonly { readonly checkRuns: { readonly totalCount: number } | null }[];
  } | null;
}

/** GitHub makes a suite for each push of every App that may write checks; most stay empty. */
export function hasRuns({ checkSuites }: SuitesNode): boolean {
  return (checkSuites?.nodes ?? []).some(({ checkRuns }) => (checkRuns?.totalCount ?? 0) > 0);
}
