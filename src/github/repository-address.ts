/** The names under which a repository is asked for. */
export interface RepositoryAddress {
  readonly owner: string;
  readonly name: string;
}
