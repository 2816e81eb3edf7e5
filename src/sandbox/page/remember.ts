import type { RepositoryView } from "../view.js";

/** A memory of the latest answers, at most so many: the page is asked for the same every second. */
export function remembering<Value>(most: number): (key: string, make: () => Value) => Value {
  const known = new Map<string, Value>();
  return (key, make) => {
    const value = known.get(key) ?? make();
    known.delete(key);
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return value;
  };
}

/** A view works out its lists whenever they are asked for; this one does it once, and only if they are asked for. */
export function steady(repository: RepositoryView): RepositoryView {
  const files = lazily(() => repository.files);
  const issues = lazily(() => repository.issues);
  const pulls = lazily(() => repository.pulls);
  const commits = lazily(() => repository.commits);
  const { nameWithOwner, defaultBranch, wantsPulls, milestones } = repository;
  return {
    ...{ nameWithOwner, defaultBranch, wantsPulls, milestones },
    get files() {
      return files();
    },
    get issues() {
      return issues();
    },
    get pulls() {
      return pulls();
    },
    get commits() {
      return commits();
    },
  };
}

function lazily<Value>(work: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: work() }).value;
}
