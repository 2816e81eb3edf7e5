import type { Hint, RepositoryKey } from "../sync/syncs.js";

/** An event, as far as it matters: which repository to look at. It is never an order. */
export interface Nudge {
  readonly key: RepositoryKey;
  readonly hint: Hint;
}

interface RepositoryPayload {
  readonly installation?: { readonly id: number } | undefined;
  readonly repository: {
    readonly name: string;
    readonly owner: { readonly login?: string | undefined } | null;
  };
}

/** The repository of a payload. Without an installation the app was not asked to look after it. */
export function toKey({ installation, repository }: RepositoryPayload, hint: Hint = {}): readonly Nudge[] {
  const owner = repository.owner?.login;
  if (!installation || owner === undefined) return [];
  return [{ key: { installationId: installation.id, owner, name: repository.name }, hint }];
}
